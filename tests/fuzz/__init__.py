"""Inputs that chance makes: bounded in the suite, for as long as wanted by hand."""
