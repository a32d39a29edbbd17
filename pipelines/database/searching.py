"""Full-text search over the texts of versions."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from crawler.items import Hit
from pipelines.database.asking import Asking

#: A phrase in double quotes, or a word; a word may end in ``*``, for any ending.
_TERM: Final = re.compile(r'"([^"]*)"|([^\s"]+)')

#: Documents whose versions are looked at for one query: each costs the derivation of its versions.
_DOCUMENTS: Final = 200


class Searching(Asking):
    """Finds versions by the words of their texts."""

    def search(self, query: str, domains: Sequence[str] = (), limit: int = 20) -> list[Hit]:
        """Return the versions whose text has all words of ``query``, the best first, those of one document together.

        A phrase stands in double quotes, ``word*`` takes any ending; nothing else in a query has a meaning. No words: no hits.
        """
        match = full_text_query(query)
        if not match:
            return []
        hits: list[Hit] = []
        for document_id in self._documents_with(match, domains):
            versions = self.versions(document_id)
            excerpts = self._excerpts(match, [version.text_id for version in versions])
            found = [version for version in versions if version.text_id in excerpts]
            hits += [Hit(version=version, excerpt=excerpts[version.text_id]) for version in found]
            if len(hits) >= limit:
                break
        return list(islice(hits, limit))

    def _documents_with(self, match: str, domains: Sequence[str]) -> list[int]:
        """Return the documents that have a text that matches, the one with the best match first."""
        rows = self._rows(
            """
            WITH hit AS (SELECT rowid AS text_id, rank FROM versions_fts WHERE versions_fts MATCH ?)
            SELECT c.document_id, min(h.rank) AS best
            FROM hit AS h JOIN reading AS r ON r.text_id = h.text_id JOIN snapshot AS s ON s.id = r.snapshot_id
            JOIN capture AS c ON c.id = s.capture_id
            GROUP BY c.document_id ORDER BY best, c.document_id
            """,
            match,
        )
        wanted = {document_id for document_id, _ in self.documents(domains)}
        return [row["document_id"] for row in rows if row["document_id"] in wanted][:_DOCUMENTS]

    def _excerpts(self, match: str, text_ids: Sequence[int]) -> dict[int, str]:
        """Return for each of these texts that matches where it does."""
        rows = self._rows(
            """
            SELECT rowid AS text_id, snippet(versions_fts, 1, '[', ']', '…', 24) AS excerpt FROM versions_fts
            WHERE versions_fts MATCH ? AND rowid IN (SELECT value FROM json_each(?))
            """,
            match,
            json.dumps(text_ids),
        )
        return {row["text_id"]: " ".join(row["excerpt"].split()) for row in rows}


def full_text_query(words: str) -> str:
    """Return what people type as a query of FTS5: every word and phrase quoted, so that no sign has a meaning of its own.

    >>> full_text_query('he said "third parties" AND c++ shar*')
    '"he" "said" "third parties" "AND" "c++" "shar"*'
    """
    terms = []
    for phrase, word in _TERM.findall(words.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")):
        text = phrase or word.rstrip("*")
        if any(character.isalnum() for character in text):
            terms.append(f'"{text}"' + ("*" if word.endswith("*") else ""))
    return " ".join(terms)
