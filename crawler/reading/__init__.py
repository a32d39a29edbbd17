"""Reading in processes of its own: no page can hang, kill or fill the crawl."""

from crawler.reading.pool import Reader, ReadingStopped

__all__ = ["Reader", "ReadingStopped"]
