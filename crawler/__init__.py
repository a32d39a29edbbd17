"""Finding, fetching and reading policies. Knows the archive and HTML, nothing of SQLite."""
