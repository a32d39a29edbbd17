"""All generated sites: fictional vendors in the shapes in which real ones publish their policies."""

from __future__ import annotations

from tests.discovery import sites_ends, sites_hard, sites_listed, sites_odd, sites_plain, sites_tongues

#: Sites with policies to be found.
SITES = (*sites_plain.SITES, *sites_tongues.SITES, *sites_odd.SITES, *sites_listed.SITES, *sites_hard.SITES)
#: Domains at which nothing is to be found, each for another reason.
ENDS = sites_ends.ENDS
