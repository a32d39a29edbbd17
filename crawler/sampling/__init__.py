"""Which captures to fetch, so that few requests show every version. Pure: no I/O, no clock, no chance.

Captures of one document are put into tracks: one of texts, and one of redirects for each original URL. On a track:

- captures of equal digest are one (texts only: empty redirects share a digest, not a target);
- the first and the last are fetched, and between them the fewest that leave no gap wider than ``resolution`` days;
- between neighbours that differ, the middle one (by number of captures: so n captures need log2 n fetches) is fetched, until
  the two are adjacent in the listing;
- a failed capture is replaced by its nearest unfetched neighbour.

**Rounds.** All of that is asked at once for all gaps, and the next round is computed when the last answer of this one has
come. So the captures fetched are a function of the facts alone, whatever the order of the answers. What an earlier run knew
is answered in place of the archive while the rounds are gone through again: a killed run goes on with exactly the captures
that it would have fetched. Where the listing or the resolution has changed since, so that the old captures are no longer
those asked for, all of them are taken as given, and only what is still open between them is fetched. (Such a run and a killed
one cannot always be told apart where digests repeat here and there: then the next run may fetch a capture that it could do
without, once.)

**Noise.** Between rounds ``settle`` (``NoiseFilter.settle``) judges all looks at once: texts that differ by furniture alone are
not bisected, and a look that says nothing (a fragment, another page by turns) is replaced like a failed one. A text must be
learnt before its capture is reported; the result again depends on the facts alone.

**Bound.** For captures over ``span`` days in which the state changes ``c`` times, with at most ``m`` captures within
``resolution`` days: at most ``2 * ceil(span / resolution) + 2 + c * ceil(log2(m + 1))`` fetches, failures apart. On dense
listings the grid takes half of the first term.

**Promise.** A state that stood longer than ``resolution`` and was captured (and can be had) is found; two neighbours that
differ at the end are adjacent among the captures that can be had; ``resolution=0`` fetches every distinct digest.
"""

from crawler.sampling.rows import CaptureKey, capture_key, decided_by_listing
from crawler.sampling.sampler import REDIRECT_RESOLUTION, RESOLUTION, Sampler
from crawler.sampling.track import Settle

__all__ = [
    "REDIRECT_RESOLUTION",
    "RESOLUTION",
    "CaptureKey",
    "Sampler",
    "Settle",
    "capture_key",
    "decided_by_listing",
]
