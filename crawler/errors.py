"""The one error that a user sees as a single line."""

from __future__ import annotations


class UserError(Exception):
    """Bad input: a wrong argument, a catalogue that cannot be, a file that is not there.

    Its message is one line that says what is wrong and what would be right. Commands print it to standard error, send no
    request, and end with exit status 2.
    """
