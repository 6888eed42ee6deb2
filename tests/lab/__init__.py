"""Tests of made-up facts and what the engine makes of them."""
