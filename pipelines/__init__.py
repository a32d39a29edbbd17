"""What becomes of an item. Knows SQLite, nothing of HTTP or HTML."""
