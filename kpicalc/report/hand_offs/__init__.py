"""Hand-offs: what a run gives to other programs and banks, checked whole before anything is written."""
