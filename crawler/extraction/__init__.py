"""Body bytes -> PolicyText."""
