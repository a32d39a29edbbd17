"""Whether a home page is a vendor's at all, or a parked domain's."""

from __future__ import annotations

import re
from typing import Final

from crawler.discovery.links import ReadPage

#: What parking pages say, seen at the large parking services between 2003 and 2026.
_PARKED: Final = re.compile(
    r"\bdomain(?: name)?(?: \S+){0,4} (?:is|may be|might be) (?:for sale|parked|available|expired)"
    r"|buy this domain|domain is parked|parked (?:free|domain|page)|inquire about this domain|related searches"
    r"|sponsored listings"
    r"|this (?:site|web ?page) is parked|domain (?:has )?expired|make an offer on this domain|hugedomains|sedoparking"
    r"|diese domain (?:steht zum verkauf|kaufen|ist geparkt)|ce (?:nom de )?domaine est (?:à vendre|parké)"
    r"|este dominio está (?:en venta|aparcado)|coming soon.{0,40}godaddy",
    re.IGNORECASE,
)
#: Words of a page: a real home page that sells domains has many more (parking pages: 15 to 250 words).
_FEW_WORDS: Final = 400


def is_parked(page: ReadPage) -> bool:
    """Say whether ``page``, a home page, is that of a parked domain: it says so, and says little else."""
    said = f"{page.title} {page.heading} {page.words}"
    return len(page.words.split()) < _FEW_WORDS and bool(_PARKED.search(said))
