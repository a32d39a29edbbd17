"""Clauses of policies of vendors that do not exist."""

from .cookies import COOKIES
from .privacy import PRIVACY
from .section import Section
from .terms import TERMS

__all__ = ["KINDS", "Section"]

#: Kind of document -> its title and sections.
KINDS: dict[str, tuple[str, tuple[Section, ...]]] = {
    "privacy": ("Privacy Policy", PRIVACY),
    "terms": ("Terms of Service", TERMS),
    "cookies": ("Cookie Policy", COOKIES),
}
