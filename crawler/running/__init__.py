"""One run: what it is to do, what it asks for next, and what became of each capture."""
