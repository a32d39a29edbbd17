"""What every reading process needs, imported once by the fork server (`crawler.reading`), so that the processes share it.

Nothing else should import this module: it costs a third of a second of CPU.
"""

from __future__ import annotations

import crawler.extraction.reader  # noqa: F401 - imported for its cost
