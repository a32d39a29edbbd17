"""Manners towards the archive: the pace, the pauses, the one way out, and what its answers mean."""
