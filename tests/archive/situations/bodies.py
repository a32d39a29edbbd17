"""Situations of the body: mis-encoded, cut off, lost, not what the listing said, or no policy at all."""

from __future__ import annotations

from dataclasses import replace

from .. import twists
from ..answers import truncated
from ..fake import FakeArchive
from ..model import EMPTY_DIGEST
from ..prose import policy_html, sentences
from .expected import Expected, Situation, arranged, both, odd, scripted, twisted

_ENCODED = Expected(row="mis-encoded body", web=(2, 2), contains=sentences(1)[0])
#: A text that is not whole must never count as a wording.
_PART = Expected(row="truncated body", outcomes=both("unplayable|failed"), web=(2, 6), status=(0, 3))
_STUB = Expected(row="stub body", outcomes=both("unplayable"), web=(2, 2), lacks=("Invalid UR",))
_OTHER = Expected(row="memento delivered", outcomes=both("not-policy"), web=(2, 2))

NOT_FOUND = """<html><head><title>Page not found - Ringwell</title></head><body><h1>404</h1>
<p>Sorry, the page you are looking for could not be found.</p><p><a href="/">Back to the home page</a></p></body></html>"""
PARKED = """<html><head><title>vendor.example</title></head><body><h1>vendor.example</h1>
<p>This domain is for sale. Buy this domain.</p><ul><li><a href="/s?q=voip">VoIP</a></li><li><a href="/s?q=sms">SMS</a></li>
</ul><p>Related searches</p></body></html>"""
LOGIN = """<html><head><title>Sign in - Ringwell</title></head><body><h1>Sign in</h1><form method="post" action="/login">
<label>E-mail <input name="user"></label><label>Password <input type="password" name="password"></label>
<button>Sign in</button></form><p><a href="/forgot">Forgot your password?</a></p></body></html>"""
SHELL = """<!DOCTYPE html><html><head><title>Ringwell</title><script src="/app.1f2e.js"></script></head>
<body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body></html>"""


def listed_empty(archive: FakeArchive) -> Expected:
    """A 200 row with the digest of no bytes: it need not be fetched."""
    odd(archive, b"", digest=EMPTY_DIGEST)
    return Expected(row="stub body", outcomes=both("unplayable"), web=(1, 2))


def relative_links(archive: FakeArchive) -> Expected:
    """A root-relative link of a page played raw: it belongs to the vendor, not to the archive."""
    page = policy_html(1).replace("</article>", '<p>For questions use <a href="/contact">our contact form</a>.</p></article>')
    odd(archive, page)
    wanted = "(http://www.vendor.example/contact)"
    return Expected(row="relative link in an `id_` page", web=(2, 2), contains=wanted, lacks=("127.0.0.1",))


def meta_refresh(archive: FakeArchive) -> Expected:
    """A page that sends browsers elsewhere: read as it is, nothing else is asked for."""
    odd(archive, policy_html(1).replace("<head>", '<head><meta http-equiv="refresh" content="0; url=/privacy">'))
    return Expected(row="memento delivered", web=(2, 2))


def once_cut(archive: FakeArchive) -> Expected:
    """Cut off the first time, whole the second."""
    return scripted("web", [truncated()], Expected(row="truncated body", web=(3, 3)))(archive)


def digest_of_another(archive: FakeArchive) -> Expected:
    """The bytes are not those of the listed digest."""
    odd(archive, digest="QWERTYUIOPASDFGHJKLZXCVBNM234567")
    return Expected(row="digest differs", web=(2, 2), flag="digest")


def windows_1252(archive: FakeArchive) -> Expected:
    """A page of windows-1252 that says so only in a meta tag."""
    page = policy_html(1, charset="windows-1252").replace("We do not", "We \u2013 truly \u2013 do not")
    odd(archive, page.encode("windows-1252"), content_type="text/html")
    return Expected(row="memento delivered", web=(2, 2), lacks=("\ufffd", "\x96"))


BODIES: dict[str, Situation] = {
    "blank and real Content-Encoding": twisted(twists.blank_and_real_encoding, _ENCODED),
    "blank Content-Encoding over gzip": twisted(twists.blank_encoding, _ENCODED),
    "declared gzip, plain bytes": twisted(twists.falsely_declared_gzip, _ENCODED),
    "gzip without a word": twisted(twists.undeclared_gzip, _ENCODED),
    "gzip without a word, for the transfer": twisted(twists.unasked_gzip, _ENCODED),
    "gzip twice": twisted(twists.double_gzip, _ENCODED),
    "deflate": twisted(twists.declared_deflate, _ENCODED),
    "brotli that was not offered": twisted(twists.unoffered_brotli, _ENCODED),
    "brotli without a word": twisted(
        twists.undeclared_brotli, replace(_ENCODED, outcomes=both("read|not-policy|unplayable"), lacks=("\ufffd",))
    ),
    "a body that swells to 200 MB": twisted(
        twists.bomb(200),
        Expected(row="mis-encoded body", outcomes=both("unplayable|not-policy|failed"), web=(2, 5), status=(0, 3)),
    ),
    "cut off once": once_cut,
    "cut off every time, in chunks": twisted(truncated(), _PART),
    "cut off every time, short of its length": twisted(twists.lying_length(), _PART),
    "a record that is only a beginning": twisted(twists.cut_record(), _PART),
    "Invalid URI": twisted(twists.content(b"Invalid URI"), _STUB),
    "Invalid URL": twisted(twists.content(b"Invalid URL\n"), _STUB),
    "no bytes under a digest": twisted(twists.content(b""), _STUB),
    "no bytes as listed": listed_empty,
    "another digest": digest_of_another,
    "a root-relative link": relative_links,
    "a meta refresh": meta_refresh,
    "windows-1252 said in a meta tag": windows_1252,
    "a soft 404": arranged(lambda archive: odd(archive, NOT_FOUND), _OTHER),
    "a parked domain": arranged(lambda archive: odd(archive, PARKED), _OTHER),
    "a login wall": arranged(lambda archive: odd(archive, LOGIN), _OTHER),
    "a script shell": arranged(lambda archive: odd(archive, SHELL), _OTHER),
}
