"""What a run tells: its progress, its log, its last line, and its row in the database."""
