"""PDF by bytes: title, headings, paragraphs, lists and tables as far as the file tells."""

from crawler.extraction.pdf.document import PdfText, read_pdf

__all__ = ["PdfText", "read_pdf"]
