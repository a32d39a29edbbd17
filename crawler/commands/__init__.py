"""Commands of the project: ``scrapy NAME``, one module each."""
