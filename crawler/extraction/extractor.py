"""The name of the reader as it stands beside every text: who wants only this name need not load the libraries that read."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

#: Raised by one with every change that can change a text: texts of different extractors are never compared.
VERSION: Final = 3
EXTRACTOR: Final = (
    f"policy-reader {VERSION}; trafilatura {version('trafilatura')} fast,recall; html2text {version('html2text')}; "
    f"pdfminer.six {version('pdfminer.six')}"
)
