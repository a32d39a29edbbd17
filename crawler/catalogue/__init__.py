"""``data/vendors.toml``: vendors and what is known of their policies."""

from crawler.catalogue.catalogue import Catalogue, Vendor, document_for, load, parse, problems, read_text

__all__ = ["Catalogue", "Vendor", "document_for", "load", "parse", "problems", "read_text"]
