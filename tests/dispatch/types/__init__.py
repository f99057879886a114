"""One file for each type of asset that a park may have: its hand-solved cases, and how each of its rules is broken."""
