"""Tests of the compiler, pass by pass."""
