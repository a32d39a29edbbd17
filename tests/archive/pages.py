"""Pages that the archive itself writes: no Memento-Datetime, whatever their status says."""

from __future__ import annotations

from .answers import Answer, Header, page

SERVED_BY: tuple[Header, ...] = (
    ("cache-control", "no-cache"),
    ("X-Page-Cache", "MISS"),
    ("X-RL", "1"),
    ("x-tr", "87"),
    ("set-cookie", "wb-p-SERVER=wwwb-app204; path=/"),
)
_FRAME = (
    '<!DOCTYPE html>\n<html lang="en"><head><title>{title}</title>{head}</head>\n<body class="navia">'
    '<header><nav>{menu}</nav></header>\n<main><div id="error">{main}</div></main>\n<footer>{menu}</footer></body></html>\n'
)
_ITEM = '<li class="topnav-item"><a href="/details/collection-{n}" data-event="TopNav|Item{n}">Collection number {n}</a></li>\n'


def page_of_size(title: str, main: str, size: int, head: str = "") -> str:
    """A page with that content, filled up with menu items to about so many bytes."""
    items = "".join(_ITEM.format(n=n) for n in range(max(1, size // (2 * len(_ITEM)))))
    return _FRAME.format(title=title, head=head, main=main, menu=f"<ul>{items}</ul>")


def never_archived(url: str) -> Answer:
    """404 of a URL that no capture exists of; about 94 kB (recorded 2021)."""
    main = f"<h1>Hrm.</h1><p>The Wayback Machine has not archived that URL.</p><p>{url}</p>"
    return page(404, "NOT FOUND", page_of_size("Wayback Machine", main, 94_000), *SERVED_BY, label="404 never archived")


def excluded(status: int = 200) -> Answer:
    """The page of an excluded site: 200 (!) and about 57 kB as recorded in 2020, or 403."""
    main = "<h1>Sorry.</h1><p>This URL has been excluded from the Wayback Machine.</p>"
    reason = "OK" if status == 200 else "Forbidden"
    body = page_of_size("Internet Archive Wayback Machine", main, 57_000)
    return page(status, reason, body, *SERVED_BY, label=f"{status} excluded")


def home() -> Answer:
    """The archive's own front page on 200."""
    main = "<h1>Explore more than a trillion web pages</h1><form action='/web/submit'><input name='url'></form>"
    return page(200, "OK", page_of_size("Wayback Machine", main, 30_000), *SERVED_BY, label="200 home")


def maintenance() -> Answer:
    """A notice of maintenance on 200."""
    main = "<h1>Scheduled Maintenance</h1><p>Internet Archive services are temporarily offline. Please check back soon.</p>"
    return page(200, "OK", page_of_size("Temporarily Offline", main, 4_000), *SERVED_BY, label="200 maintenance")


def too_many() -> Answer:
    """What stands at ``/429.html``: the refusal on 200."""
    main = "<h1>Too Many Requests</h1><p>We are limiting the number of URLs you can load. Please try again later.</p>"
    return page(200, "OK", page_of_size("Too Many Requests", main, 3_000), *SERVED_BY, label="200 429.html")


def to_too_many(base: str) -> Answer:
    """The redirect to ``/429.html`` that some clients get instead of a 429."""
    return Answer(302, "FOUND", (("Location", f"{base}/429.html"), *SERVED_BY), framing="length", label="302 429.html")


def crawl_time_redirect(status: int, target: str, timestamp: str) -> Answer:
    """View mode of an archived redirect: 200 and about 129 kB of page, x-archive-src but no Memento-Datetime (2023)."""
    main = (
        f'<p class="code shift red">Got an HTTP {status} response at crawl time</p>\n'
        f'<p class="code">Redirecting to...</p><p class="code shift"><a href="/web/{timestamp}/{target}">{target}</a></p>\n'
        f'<p class="impatient"><a href="/web/{timestamp}/{target}">Impatient?</a></p>'
    )
    jump = f'<script>setTimeout(function () {{ location.href = "/web/{timestamp}/{target}" }}, 5000)</script>'
    source = ("x-archive-src", f"crawl-{timestamp[:6]}/part-00001.warc.gz")
    body = page_of_size("Internet Archive Wayback Machine", main, 129_000, jump)
    return page(200, "OK", body, *SERVED_BY, source, label="200 view of redirect")


def other(path: str) -> Answer:
    """Whatever is neither listing nor playback: ``/429.html``, the front page, or a short 404."""
    bare = path.partition("?")[0]
    if bare == "/429.html":
        return too_many()
    return home() if bare == "/" else page(404, "Not Found", "<html><body>Not Found</body></html>\n", label="404 other")
