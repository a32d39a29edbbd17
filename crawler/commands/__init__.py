"""The commands of this project, each a module named like it."""
