"""Every row of the protocol's situation table as an archive of one document, and what a crawl of it must come to."""

from .bodies import BODIES
from .expected import CALM, DOMAIN, ODD, URL, Expected, Situation
from .listings import LISTINGS
from .playbacks import PLAYBACKS
from .refusals import REFUSALS

#: Name -> function that fills an archive and returns the expectation. For parametrised tests.
SITUATIONS: dict[str, Situation] = LISTINGS | REFUSALS | PLAYBACKS | BODIES

__all__ = ["BODIES", "CALM", "DOMAIN", "LISTINGS", "ODD", "PLAYBACKS", "REFUSALS", "SITUATIONS", "URL", "Expected", "Situation"]
