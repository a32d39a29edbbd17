"""Whether everything in the database is what it says it is. Nothing is changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Final

from crawler.items import OUTCOMES, Document, Fault, StoreError
from pipelines import bodies
from pipelines.database.asking import Asking
from pipelines.database.texts import text_name
from pipelines.derivation import derive
from pipelines.derivation_facts import Body, Derived, Ending, Row, Text

#: Told how many steps (bodies, texts, documents) are done, and of how many.
Progress = Callable[[int, int], None]

#: Rows that should belong to others and do not: what they are -> the query that names them.
_ORPHANS: Final = {
    "a body that belongs to no capture": "SELECT digest FROM body WHERE id NOT IN (SELECT body_id FROM snapshot)",
    "a text that was read out of no body": "SELECT name FROM text WHERE id NOT IN (SELECT text_id FROM reading)",
    "a text that the full-text index lacks": "SELECT name FROM text WHERE id NOT IN (SELECT id FROM versions_fts_docsize)",
    "an index entry without a text": "SELECT id FROM versions_fts_docsize WHERE id NOT IN (SELECT id FROM text)",
    "a reading by another extractor than its text names": (
        "SELECT t.name FROM reading AS r JOIN text AS t ON t.id = r.text_id WHERE r.extractor <> t.extractor"
    ),
    "a body that nobody has read": (
        "SELECT b.digest FROM snapshot AS s JOIN body AS b ON b.id = s.body_id "
        "WHERE s.id NOT IN (SELECT snapshot_id FROM reading)"
    ),
}


class Verifying(Asking):
    """Holds the database against itself."""

    def faults(self, progress: Progress = lambda _done, _total: None) -> Iterator[Fault]:
        """Yield what is wrong, and where. Stops at damage of the file itself, which makes all further answers worthless."""
        damage = self._damage()
        yield from damage
        if damage:
            return
        yield from self._orphans()
        documents = self.documents()
        total = int(self._value("SELECT (SELECT count(*) FROM body) + (SELECT count(*) FROM text)")) + len(documents)
        done = 0
        for check in (self._bodies(), self._texts(), self._derivations(documents)):
            for step in check:
                progress(done := done + 1, total)
                yield from step

    def _damage(self) -> list[Fault]:
        try:
            return [*self._file_damage(), *self._references_damage()]
        except StoreError as error:
            return [Fault(where="the file", what=str(error))]

    def _file_damage(self) -> Iterator[Fault]:
        for row in self._rows("SELECT integrity_check AS what FROM pragma_integrity_check"):
            if row["what"] != "ok":
                yield Fault(where="the file", what=row["what"])

    def _references_damage(self) -> Iterator[Fault]:
        for row in self._rows('SELECT "table", rowid AS number, parent FROM pragma_foreign_key_check'):
            yield Fault(where=f"{row['table']} {row['number']}", what=f"names a row of {row['parent']} that is not there")

    def _orphans(self) -> Iterator[Fault]:
        for what, query in _ORPHANS.items():
            for row in self._rows(query):
                yield Fault(where=str(next(iter(row.values()))), what=what)

    def _bodies(self) -> Iterator[list[Fault]]:
        """Yield for every body what is wrong with it."""
        for row in self._rows("SELECT digest, size, data FROM body ORDER BY digest"):
            where = f"body {row['digest']}"
            try:
                found = bodies.digest(bodies.unpack(row["data"], row["size"]))
            except ValueError as error:
                yield [Fault(where=where, what=str(error))]
            else:
                yield [] if found == row["digest"] else [Fault(where=where, what=f"its bytes have the digest {found}")]

    def _texts(self) -> Iterator[list[Fault]]:
        """Yield for every text what is wrong with it."""
        for row in self._rows("SELECT * FROM text ORDER BY name"):
            changed = text_name(row) != row["name"]
            yield [Fault(where=f"text {row['name']}", what="it does not say what its name stands for")] if changed else []

    def _derivations(self, documents: list[tuple[int, Document]]) -> Iterator[list[Fault]]:
        """Yield for every document where the views and the reference say different things."""
        adopted = {row["name"]: row["adopted_at"] for row in self._rows("SELECT name, adopted_at FROM extractor")}
        for document_id, document in documents:
            derived = derive(self._document_facts(document_id), adopted, self._ruled(document_id))
            where = f"{document.domain} {document.kind} {document.url}"
            yield [
                Fault(where=where, what=what)
                for what in (*self._outcomes_wrong(document_id, derived), *self._versions_wrong(document_id, derived))
            ]

    def _outcomes_wrong(self, document_id: int, derived: Derived) -> Iterator[str]:
        seen = 0
        for capture in self.captures(document_id):
            seen += 1
            expected = derived.outcomes.get(capture.id)
            if capture.outcome not in OUTCOMES:
                yield f"capture {capture.timestamp} ends in {capture.outcome!r}, which is no outcome"
            elif capture.outcome != expected:
                yield f"capture {capture.timestamp} is told as {capture.outcome}, and follows to be {expected}"
            elif capture.text_id != derived.texts.get(capture.id):
                yield f"capture {capture.timestamp} is told with another text than follows"
        if seen != len(derived.outcomes):
            yield f"outcomes add up to {seen}, rows listed are {len(derived.outcomes)}"

    def _versions_wrong(self, document_id: int, derived: Derived) -> Iterator[str]:
        told = self.versions(document_id)
        if len(told) != len(derived.versions):
            yield f"{len(told)} versions are told, and {len(derived.versions)} follow"
        for version, stretch in zip(told, derived.versions, strict=False):
            wrong = [name for name in stretch.__dataclass_fields__ if getattr(version, name) != getattr(stretch, name)]
            if wrong:
                yield f"version {version.version} is told with another {', '.join(wrong)} than follows"

    def _document_facts(self, document_id: int) -> Iterator[Row]:
        """Yield a document's captures with all that is known about each."""
        held: dict[int, list[Body]] = {}
        for row in self._rows(_BODIES, document_id):
            held.setdefault(row["capture_id"], []).append(
                Body(row["digest"], row["fetched_at"], row["flags"] != "[]", _readings(row["readings"]))
            )
        for row in self._rows(_CAPTURES, document_id):
            names = ("id", "timestamp", "captured_at", "original", "digest", "statuscode", "mimetype", "problem")
            ending = None if row["outcome"] is None else Ending(row["outcome"], row["target"])
            yield Row(**{name: row[name] for name in names}, bodies=held.get(row["id"], ()), ending=ending)

    def _ruled(self, document_id: int) -> dict[str, list[tuple[str, str, str]]]:
        ruled: dict[str, list[tuple[str, str, str]]] = {}
        for ruling in self.rulings(document_id):
            ruled.setdefault(ruling.wording, []).append((ruling.since, ruling.until, ruling.stands_for))
        return ruled


_BODIES: Final = """
SELECT s.capture_id, b.digest, s.fetched_at, s.flags,
  (SELECT json_group_array(json_array(r.extractor, t.id, t.verdict, t.wording))
   FROM reading AS r JOIN text AS t ON t.id = r.text_id WHERE r.snapshot_id = s.id) AS readings
FROM capture AS c JOIN snapshot AS s ON s.capture_id = c.id JOIN body AS b ON b.id = s.body_id WHERE c.document_id = ?
"""

_CAPTURES: Final = """
SELECT c.*, e.outcome, e.target FROM capture AS c LEFT JOIN ending AS e ON e.capture_id = c.id WHERE c.document_id = ?
"""


def _readings(array: str) -> dict[str, Text]:
    rows: list[tuple[str, int, str, str]] = json.loads(array)
    return {extractor: Text(text_id, verdict, wording) for extractor, text_id, verdict, wording in rows}
