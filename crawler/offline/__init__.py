"""What commands do with the database alone: which policy is meant, tables for people, coverage, reading again."""
