"""A difference as one HTML page that needs nothing else: to be read, printed, and sent to somebody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

from crawler.history.diff import BlockChange, Diff, WordRun
from crawler.history.diff_text import summary

_STYLE: Final = r"""
:root{color-scheme:light dark;--ink:#1d1d1f;--paper:#fff;--quiet:#6a6a70;--line:#e2e2e6;--add:#d9f5df;--add-ink:#0b5a24;
--del:#fde0de;--del-ink:#8f1d16;--move:#e3ecfb;--move-ink:#1d4f91}
@media (prefers-color-scheme:dark){:root{--ink:#e8e8ea;--paper:#17181a;--quiet:#9b9ba3;--line:#33353a;--add:#12351d;
--add-ink:#9be3ae;--del:#421613;--del-ink:#f5b1ab;--move:#182b47;--move-ink:#a9c8f5}}
body{margin:0 auto;max-width:46rem;padding:2.5rem 1.25rem 5rem;background:var(--paper);color:var(--ink);
font:17px/1.6 Georgia,"Times New Roman",serif;overflow-wrap:anywhere}
header,nav,summary,.tag{font-family:system-ui,sans-serif}
header{border-bottom:1px solid var(--line);margin-bottom:1.5rem;padding-bottom:1rem}
h1{font-size:1.45rem;line-height:1.25;margin:0 0 .75rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0;font-size:.9rem}
dt{color:var(--quiet)}dd{margin:0}a{color:var(--move-ink)}
.sum{margin:.9rem 0 0;font-weight:600;font-size:.95rem}
.b{margin:.55rem 0;padding:.1rem .75rem;border-left:3px solid transparent;white-space:pre-wrap}
.b.h{font-weight:700;font-family:system-ui,sans-serif;margin-top:1.4rem}
.added{border-color:var(--add-ink)}.removed{border-color:var(--del-ink)}.changed{border-color:var(--quiet)}.moved{border-color:var(--move-ink)}
ins{background:var(--add);color:var(--add-ink);text-decoration:none;border-radius:2px}
del{background:var(--del);color:var(--del-ink);border-radius:2px}del+ins{margin-left:.15em}
.removed del{text-decoration:none}.added,.removed{position:relative}
.added::before,.removed::before{position:absolute;left:-1.1rem;font-family:system-ui,sans-serif;font-weight:700}
.added::before{content:"+";color:var(--add-ink)}.removed::before{content:"\2212";color:var(--del-ink)}
.tag{display:inline-block;font-size:.7rem;letter-spacing:.03em;background:var(--move);color:var(--move-ink);border-radius:3px;
padding:0 .4rem;margin-right:.5rem;text-decoration:none}
details{border-block:1px dashed var(--line);margin:.8rem 0}
summary{cursor:pointer;color:var(--quiet);font-size:.85rem;padding:.35rem .75rem}
@media print{body{max-width:none;padding:0;font-size:11pt}ins{text-decoration:underline}}
"""
_HEADING: Final = re.compile(r"(#{1,6})\s+(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two texts: what to call it, when it was captured, and where the capture can be seen (a URL, or empty)."""

    name: str
    captured_at: str = ""
    url: str = ""


def page(diff: Diff, *, title: str, before: Side, after: Side) -> str:
    """Return the page. Whatever the texts hold is shown as text; nothing is loaded, and no script runs."""
    blocks = "\n".join(_blocks(diff.blocks))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(title)}</title><style>{_STYLE}</style></head><body>
<header><h1>{escape(title)}</h1>
<dl><dt>Before</dt><dd>{_side(before)}</dd><dt>After</dt><dd>{_side(after)}</dd></dl>
<p class="sum">{escape(summary(diff))}</p></header>
<main>
{blocks}
</main></body></html>
"""


def _side(side: Side) -> str:
    name = escape(side.name)
    if side.url.startswith(("https://", "http://")):
        name = f'<a href="{escape(side.url)}" rel="noreferrer">{name}</a>'
    return f'{name} <time datetime="{escape(side.captured_at)}">{escape(side.captured_at)}</time>' if side.captured_at else name


def _blocks(blocks: Iterable[BlockChange]) -> Iterator[str]:
    """Yield the blocks; long stretches without a change are folded, but for their first and last block."""
    for same, group in groupby(blocks, key=lambda block: block.kind == "same"):
        run = [block for block in group if (block.before + block.after).strip()]
        if not same or len(run) < 5:
            yield from map(_block, run)
            continue
        inner = "\n".join(map(_block, run[1:-1]))
        yield f"{_block(run[0])}\n<details><summary>{len(run) - 2} unchanged</summary>\n{inner}\n</details>\n{_block(run[-1])}"


def _block(block: BlockChange) -> str:
    text = (block.after or block.before).rstrip("\n")
    heading = _HEADING.fullmatch(text)
    classes = ["b", *(["h"] if heading else []), *([block.kind] if block.kind != "same" else [])]
    if block.words:
        first, *rest = block.words
        marks = _HEADING.fullmatch(first.text) if first.kind == "same" else None
        content = "".join(map(_run, [WordRun("same", marks[2]) if marks else first, *rest]))
    elif block.kind in {"added", "removed"}:
        content = _run(WordRun("added" if block.kind == "added" else "removed", heading[2] if heading else text))
    else:
        content = escape(heading[2] if heading else text)
    return f'<div class="{" ".join(classes)}"{_anchor(block)}>{_tag(block)}{content}</div>'


def _run(run: WordRun) -> str:
    tag = {"added": "ins", "removed": "del", "same": ""}[run.kind]
    words = run.text.rstrip()
    return (f"<{tag}>{escape(words)}</{tag}>" if tag else escape(words)) + escape(run.text[len(words) :])


def _anchor(block: BlockChange) -> str:
    return f' id="{"to" if block.after else "from"}-{block.move}"' if block.move else ""


def _tag(block: BlockChange) -> str:
    """Link the two places of a moved block."""
    if not block.move:
        return ""
    where, words = ("from", "moved here") if block.after else ("to", "moved away")
    return f'<a class="tag" href="#{where}-{block.move}">{words}</a>'
