"""Tiny facts of many shapes, each with all that is made of them: values, places, what is left out."""
