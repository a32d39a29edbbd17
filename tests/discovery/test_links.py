"""Links of archived pages: every way in which a page of 1998 to 2026 links its policies."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery.links import MAX_LINKS, read_page, resolve
from crawler.discovery.parking import is_parked

PAGE = "http://www.vendor.example/company/index.html"


def links(html: str, url: str = PAGE) -> dict[str, str]:
    return {link.url: link.text for link in read_page(html.encode(), url).links}


@pytest.mark.parametrize(
    ("html", "url", "text"),
    [
        ('<a href="/privacy">Privacy</a>', "http://www.vendor.example/privacy", "Privacy"),
        ('<a href="privacy.html">Privacy</a>', "http://www.vendor.example/company/privacy.html", "Privacy"),
        ('<a href="../legal/">Legal</a>', "http://www.vendor.example/legal/", "Legal"),
        ('<a href="//cdn.vendor.example/p">P</a>', "http://cdn.vendor.example/p", "P"),
        ('<a href="?page=privacy">P</a>', "http://www.vendor.example/company/index.html?page=privacy", "P"),
        ('<a href=" /a b ">P</a>', "http://www.vendor.example/a%20b", "P"),
        ('<a href="/p"><img src=x.gif alt="Privacy  Policy"></a>', "http://www.vendor.example/p", "Privacy Policy"),
        ('<a href="/p" title="Privacy"><svg/></a>', "http://www.vendor.example/p", "Privacy"),
        ('<a href="/p" aria-label="Privacy"></a>', "http://www.vendor.example/p", "Privacy"),
        ('<map><area href="/p" alt="Privacy"></map>', "http://www.vendor.example/p", "Privacy"),
        ("<a href=# onclick=\"window.open('/p.html','w')\">P</a>", "http://www.vendor.example/p.html", "P"),
        ("<a href=\"javascript:popup('p.asp')\">P</a>", "http://www.vendor.example/company/p.asp", "P"),
        ("<td onclick=\"document.location.href='/p'\">P</td>", "http://www.vendor.example/p", "P"),
        ("<button onclick='location.href=\"/p\"'>P</button>", "http://www.vendor.example/p", "P"),
        ('<select><option value="/p">Privacy</option></select>', "http://www.vendor.example/p", "Privacy"),
        ('<form action="/p"><input type=submit value="Privacy"></form>', "http://www.vendor.example/p", "Privacy"),
        ('<link rel="privacy-policy" href="/p">', "http://www.vendor.example/p", "privacy policy"),
        ('<noscript><a href="/p">P</a></noscript>', "http://www.vendor.example/p", "P"),
        ('<A HREF="HTTP://WWW.VENDOR.EXAMPLE/P">P</A>', "http://WWW.VENDOR.EXAMPLE/P", "P"),
        ('<a href="/web/20160101000000/http://vendor.example/p">P</a>', "http://vendor.example/p", "P"),
        ('<a href="https://web.archive.org/web/2016id_/https://vendor.example/p">P</a>', "https://vendor.example/p", "P"),
        ('<a href="/legal#privacy">P</a>', "http://www.vendor.example/legal#privacy", "P"),
    ],
)
def test_each_way_of_linking_is_understood(html: str, url: str, text: str) -> None:
    assert links(f"<html><body>{html}</body></html>").get(url) == text


@pytest.mark.parametrize(
    "href",
    ["mailto:a@b.example", "javascript:void(0)", "#", "", "tel:1", "http://", "data:text/html,x", "http://[x/", "about:blank"],
)
def test_what_leads_nowhere_is_left_out(href: str) -> None:
    assert links(f'<body><a href="{href}">x</a></body>') == {}


def test_a_base_address_counts_for_every_relative_link() -> None:
    page = '<head><base href="https://www.vendor.example/en/"></head><body><a href="p">P</a><a href="/q">Q</a></body>'
    assert list(links(page)) == ["https://www.vendor.example/en/p", "https://www.vendor.example/q"]


def test_addresses_written_in_scripts_and_comments_are_no_links() -> None:
    assert links("<body><script>var a='<a href=\"/p\">P</a>'</script><!-- <a href='/q'>Q</a> --></body>") == {}


def test_frames_and_an_immediate_refresh_lead_onward() -> None:
    frames = read_page(b'<frameset><frame src="top.htm"><frame src="/main.htm"></frameset>', PAGE)
    assert frames.onward == ("http://www.vendor.example/company/top.htm", "http://www.vendor.example/main.htm")
    refresh = read_page(b"<head><meta http-equiv=REFRESH content=\"0;URL='/home'\"></head><body>x</body>", PAGE)
    assert refresh.onward == ("http://www.vendor.example/home",)


@pytest.mark.parametrize(
    ("around", "position"),
    [
        ("<footer><nav class=menu>{}</nav></footer>", "footer"),
        ('<div id="site-footer"><ul>{}</ul></div>', "footer"),
        ('<div class="row bottom-links">{}</div>', "footer"),
        ("<nav>{}</nav><footer>x</footer>", "nav"),
        ('<div class="main-menu">{}</div><footer><a href="/x">x</a></footer>', "nav"),
        ("<main>{}</main><footer><a href='/x'>x</a></footer>", "body"),
    ],
)
def test_positions_are_told_by_the_elements_around(around: str, position: str) -> None:
    page = read_page(f"<html><body class='nav-open'>{around.format('<a href=/p>P</a>')}</body></html>".encode(), PAGE)
    assert [link.position for link in page.links if link.text == "P"] == [position]


def test_without_anything_called_footer_the_last_links_are_it() -> None:
    body = "".join(f'<a href="/tour/{n}">Tour</a> ' for n in range(40)) + '<a href="/p">Privacy</a>'
    page = read_page(f"<body>{body}</body>".encode(), PAGE)
    assert (page.links[0].position, page.links[-1].position) == ("body", "footer")


@pytest.mark.parametrize("charset", ["shift_jis", "euc-jp", "utf-8", "iso-2022-jp"])
def test_declared_charsets_are_read(charset: str) -> None:
    declared = f'<meta http-equiv=Content-Type content="text/html; charset={charset}">'
    body = f'{declared}<body><a href="/p">利用規約</a></body>'.encode(charset)
    assert [link.text for link in read_page(body, PAGE).links] == ["利用規約"]
    plain = '<body><a href="/p">利用規約</a></body>'.encode(charset)
    assert [link.text for link in read_page(plain, PAGE, f"text/html; charset={charset}").links] == ["利用規約"]


@pytest.mark.parametrize("body", [b"", b"   ", b"%PDF-1.4 ...", b"\x00\x01\x02", b"GIF89a", b"<", b"<!-- only -->"])
def test_what_is_no_page_has_no_links(body: bytes) -> None:
    assert read_page(body, PAGE).links == ()


def test_a_huge_page_is_cut_but_keeps_its_footer() -> None:
    body = (
        "<body>" + "".join(f'<a href="/{n}">{n}</a>' for n in range(5000)) + '<footer><a href="/privacy">Privacy</a></footer>'
    )
    page = read_page(body.encode(), PAGE)
    assert len(page.links) <= MAX_LINKS
    assert page.links[-1].text == "Privacy"


def test_a_deeply_nested_page_costs_no_more_than_its_size() -> None:
    page = read_page(b"<body>" + b"<div>" * 20_000 + b"<a href=/p>P</a>", PAGE)
    read_page(b"<body>" + b"<td onclick='x'>" * 3_000 + b"text", PAGE)
    assert page.url == PAGE


@settings(deadline=None)
@given(st.binary(max_size=300), st.text(max_size=30))
def test_no_body_makes_it_fail(body: bytes, content_type: str) -> None:
    read_page(b"<html><a href='" + body, PAGE, content_type)


@given(st.text(max_size=80))
def test_a_resolved_address_is_absolute_or_empty(address: str) -> None:
    assert resolve(PAGE, address) == "" or resolve(PAGE, address).lower().startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<title>x.example</title><body>This domain is for sale. Buy this domain</body>", True),
        ("<body>The domain name x.example may be for sale by its owner</body>", True),
        ("<body>x.example: sponsored listings</body>", True),
        ("<body>Ringwave: an API for calls and texts. Port your domain and your numbers.</body>", False),
        ("<body>Buy this domain " + "and many real words about telephony " * 100 + "</body>", False),
    ],
)
def test_parked_domains_say_so_and_little_else(html: str, expected: bool) -> None:
    assert is_parked(read_page(html.encode(), PAGE)) is expected
