"""Every setting once, in groups: what it means, its unit, where the value comes from. Override any with ``-s NAME=value``."""

from importlib.metadata import version
from os import cpu_count

# ------------------------------------------------------------------------------------------------------------- what, where

#: Base URL of a Wayback-compatible archive, or the path of a WARC file (or of a folder of them) to read instead.
ARCHIVE = "https://web.archive.org"

#: The SQLite file, made on first use.
DATABASE = "data/policies.db"

#: The catalogue of vendors.
VENDORS = "data/vendors.toml"

# -------------------------------------------------------------------------------------------------------------------- pace

#: Listing requests a minute. The hard limit is 30; the Internet Archive asks tools to default to 80 % of it (June 2026).
ARCHIVE_CDX_PER_MINUTE = 24

#: Playback requests a second. The hard limit is 600 a minute, that is 10 a second (2023-12); again 80 % of it.
ARCHIVE_PLAYBACK_PER_SECOND = 8

#: Seconds of silence after the archive first refuses, unless its Retry-After says otherwise (blocks last about 60 s, 2023-11).
ARCHIVE_PAUSE = 60

#: Seconds of silence after it refuses the probe as well. Between 5 and 15 minutes (protocol, section 5).
ARCHIVE_LONG_PAUSE = 600

#: Seconds: no Retry-After is followed for longer than this within one run.
ARCHIVE_LONGEST_PAUSE = 900

#: Times that a request is repeated after a passing fault of the archive (502, 503, a time-out, a body cut off).
ARCHIVE_RETRIES = 3

#: Seconds before the first repetition; each further one waits twice as long. Also before the archive is tried again when there
#: was no way to it (no name, no route, no trusted certificate); the next try is ARCHIVE_PAUSE later, and the last.
ARCHIVE_RETRY_DELAY = 4

#: A URL or mail address put into the User-Agent, so that the archive can reach whoever runs a large crawl.
ARCHIVE_CONTACT = ""

#: Folder of the file in which all crawls of this machine share their pace; empty: the user's state folder.
ARCHIVE_LEDGER = ""

# ----------------------------------------------------------------------------------------------------------------- reading

#: Reading processes; 0 reads in the crawling process (then a page that hangs cannot be stopped).
EXTRACTION_WORKERS = cpu_count() or 1

#: Seconds that reading one page may take.
EXTRACTION_TIMEOUT = 30

#: Days: the widest gap between two captures of equal wording that is left unfetched. The spider argument overrides it.
RESOLUTION = 30

#: Requests that discovering one domain may cost.
DISCOVERY_REQUESTS = 20

# ---------------------------------------------------------------------------------------------------------- Scrapy: project

BOT_NAME = "policy-history"
SPIDER_MODULES = ["crawler.spiders"]
COMMANDS_MODULE = "crawler.commands"
USER_AGENT = f"policy-history/{version('policy-history')}"  # ARCHIVE_CONTACT is added by the spider

#: The store, by name: `crawler` knows nothing of SQLite.
DATABASE_CLASS = "pipelines.database.Database"
ITEM_PIPELINES = {"pipelines.store.StorePipeline": 100}

# ----------------------------------------------------------------------------------------------------- Scrapy: the one way out

DOWNLOAD_HANDLERS = {
    "http": "crawler.manners.handlers.ArchiveHandler",
    "https": "crawler.manners.handlers.ArchiveHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
REPLAY_HANDLER = "crawler.replay.ReplayHandler"

#: Two slots on one host, because the two limits differ twentyfold. The governor keeps the pace, at the socket; the slots only
#: bound how many requests are under way (default: one slot a host, 8 requests).
DOWNLOAD_SLOTS = {
    "cdx": {"concurrency": 2, "delay": 0, "jitter": 0},
    "web": {"concurrency": 4, "delay": 0, "jitter": 0},
}
CONCURRENT_REQUESTS = 16  # default 16
CONCURRENT_REQUESTS_PER_DOMAIN = 6  # default 8; connections kept alive: fresh ones are throttled apart (protocol 3.2)

#: Seconds (default 180). Listings of big sites were seen to take up to 56 s (2026-09).
DOWNLOAD_TIMEOUT = 90

#: Bytes (default 1 GiB): the largest answer that is taken in. A listing page has 1 MB; the largest policies are PDFs of 10 MB.
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False  # a body cut off arrives with a flag, is asked for again, and then ends as truncated
DOWNLOAD_VERIFY_CERTIFICATES = True  # default False: whoever sits in between could write history

DOWNLOADER_MIDDLEWARES = {
    # an archived redirect is a fact and a machine redirect is another: both are ours to judge
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    # knows neither Memento-Datetime nor Retry-After, and repeats at once
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    # decodes by headers that lie; reading decodes by magic bytes
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.manners.middlewares.PassingFaultMiddleware": 550,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # an archived 404 is an answer
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # long archived URLs vanished silently
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
}
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # default sorts query arguments: two captures could look like one
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # default last in, first out
ROBOTSTXT_OBEY = False  # web.archive.org has none (404, 2019); vendors' own robots files are part of what is archived
COOKIES_ENABLED = False  # the archive's cookies pin one of its servers, and Scrapy would look up public suffixes for them
AUTOTHROTTLE_ENABLED = False  # wears a slot's delay away (Scrapy issue 6246)

# ------------------------------------------------------------------------------------------------------------ Scrapy: doors

REMOTE_CONTROL_ENABLED = False  # default True since 2.19: an HTTP server that runs code
TELNETCONSOLE_ENABLED = False
EXTENSIONS = {"crawler.telling.runs.RunRecorder": 0, "crawler.telling.progress.ProgressReport": 0}
#: Default: the doors above too, which are imported even if they stay shut (0.5 s of CPU and 20 MB at every start, 2026-11).
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
}

# -------------------------------------------------------------------------------------------------------------- Scrapy: log

LOG_LEVEL = "INFO"  # default DEBUG
LOG_FORMAT = "%(asctime)s %(levelname)s: %(message)s"
LOG_FORMATTER = "crawler.telling.quiet.StoreErrorsApart"  # default: a traceback for every item that a full disk refuses
STATS_DUMP = False  # default True: the run's own last line says what an operator needs
LOGSTATS_INTERVAL = 0  # crawler.telling.progress tells more
