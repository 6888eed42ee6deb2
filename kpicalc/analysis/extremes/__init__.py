"""The least and greatest amounts, proved from outside and reached by made-up facts."""
