"""Tests mirror the rooms. This file must stay: waybackpy installs a top-level package of the same name."""
