"""The words around a date: months, labels, and what may stand between a label and its date."""

from __future__ import annotations

from typing import Final

_MONTHS = {
    1: "january jan januar janvier enero janeiro gennaio januari jänner",
    2: "february feb febr februar février fevrier febrero fevereiro febbraio februari",
    3: "march mar märz mars marzo março marco maart",
    4: "april apr avril abril aprile",
    5: "may mai mayo maio maggio mei",
    6: "june jun juni juin junio junho giugno",
    7: "july jul juli juillet julio julho luglio",
    8: "august aug août aout agosto augustus",
    9: "september sep sept septembre septiembre setiembre setembro settembre",
    10: "october oct oktober octobre octubre outubro ottobre okt",
    11: "november nov novembre noviembre novembro",
    12: "december dec dez dezember décembre decembre diciembre dezembro dicembre",
}
#: Name or abbreviation, small letters -> month, in English and six languages beside it.
MONTHS: Final = {name: number for number, names in _MONTHS.items() for name in names.split()}

_FILLERS = """on as of at is was the date dated from since in to with this a am pm and it by le la du el em en de da
il del al vom den ab zum per op van monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs
fri sat sun"""
#: Words that may stand between a label and its date.
FILLERS: Final = frozenset(_FILLERS.split())

_CHANGED = """updated|update|modified|revised|revision|rev|changed|amended|amendment|restated|edited|last change|last changes
last modification|aktualisiert|aktualisierung|stand|letzte änderung|mise à jour|mis à jour|modifiée|actualización|actualizado
actualizada|aggiornamento|aggiornata|atualização|atualizado|atualizada|bijgewerkt|gewijzigd|最終更新日|最終更新|更新日|改定日
改訂日|最終改定"""
_IN_FORCE = """effective|in effect|into effect|takes effect|take effect|took effect|with effect|in force|into force|valid
applies|apply|applicable|commencing|gültig|in kraft|en vigueur|en vigor|em vigor|vigencia|施行日"""
_PUBLISHED = "posted|published|issued|adopted|created|reviewed|version|privacy policy|terms|制定日|公開日"


def _phrases(listed: str) -> tuple[str, ...]:
    return tuple(listed.replace("\n", "|").split("|"))


#: (rank, how the words before the date may end, how those after it may begin); the first that fits counts.
LABELS: Final[tuple[tuple[int, tuple[str, ...], tuple[str, ...]], ...]] = (
    (3, _phrases(_CHANGED), ("last updated", "last modified", "last revised", "revision", "update", "改定", "改訂", "更新")),
    (2, _phrases(_IN_FORCE), ("effective", "施行")),
    (1, _phrases(_PUBLISHED), ("version", "制定")),
)
#: Labels that are fillers elsewhere ("effective date"), of the last rank.
BARE_LABELS: Final = frozenset(["date", "dated"])
#: Words before the date that must hold the label.
REACH: Final = 4

_OF_ANOTHER_TEXT = """previous previously prior former formerly superseded supersedes replaces replaced old older archived
original originally first before until expires expired regulation gdpr act law"""
#: With one of these near the label the date is another version's, or that of an event.
OF_ANOTHER_TEXT: Final = frozenset(_OF_ANOTHER_TEXT.split())

_OF_THIS_TEXT = """policy policies notice statement terms agreement document page disclaimer guidelines addendum
datenschutzerklärung nutzungsbedingungen agb politique conditions política privacidad condiciones termos informativa termini
voorwaarden privacyverklaring"""
#: With one of these in its sentence a labelled date speaks of a document: this one, if nothing else is said.
OF_THIS_TEXT: Final = frozenset(_OF_THIS_TEXT.split())

_OF_A_DATE_LINE = """last latest most recent recently current currently first version date dated published number no this our we
became zuletzt letzte dernière última último ultima ultimo laatst versión versão versione"""
#: What stands before the date in a line that is nothing but a label and a date, beside labels and fillers.
OF_A_DATE_LINE: Final = frozenset(_OF_A_DATE_LINE.split()) | {
    word for _, ends, begins in LABELS for phrase in (*ends, *begins) for word in phrase.split()
}
#: A label with one of these is a line's own wherever it stands: "last updated".
LAST: Final = frozenset(["last", "latest", "zuletzt", "letzte", "dernière", "última", "último", "ultima", "ultimo", "laatst"])
