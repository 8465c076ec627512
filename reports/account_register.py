"""The register of official accounts as a PDF, once a half term, for the headteacher's signature."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from orm.model.account_sheet import AccountRow
from orm.model.schools import School
from reports import plain
from reports.paper_pdf import typeset

_COLUMNS = (
    "Account",
    "Looked after by",
    "Dates",
    "Missing from the register",
    "Last checks",
)
_WORD, _SENTENCE = 120, 400  # the longest that is printed of a name and of a sentence
_NONE = (
    "The school has no official accounts. An account that says it is the school’s is not: tell the "
    "person who looks after communications."
)
_NOT_KNOWN = "not known"
_SIGNED = (
    "I have read this register. The accounts in it are run with my approval, and what is missing or "
    "was found will be put right."
)
_SIGNED_NONE = "I have read this register. The school runs no official accounts."


def account_register(school: School, rows: Sequence[AccountRow], *, printed_on: date) -> bytes:
    """The sheet as a tagged PDF; the same bytes for the same facts on one machine."""
    name = _line(school.name)
    paper = {
        "title": f"Register of official accounts: {name}",
        "opening": list(_opening(rows, printed_on)),
        "columns": _COLUMNS,
        "rows": [[{"lines": list(cell)} for cell in _cells(row)] for row in rows],
        "signing": {
            "title": "Signed by the headteacher",
            "says": [_SIGNED if rows else _SIGNED_NONE],
            "fields": ["Name", "Signature", "Date"],
        },
        "foot": f"{name}, register of official accounts, {_day(printed_on)}",
    }
    return typeset("account_register.typ", json.dumps(paper, ensure_ascii=False))


def _opening(rows: Sequence[AccountRow], printed_on: date) -> Iterator[str]:
    yield f"As it stood on {_day(printed_on)}."
    if not rows:
        yield _NONE
        return
    open_to_do = sum(bool(row.gaps or row.findings) for row in rows)
    unknown = sum(bool(row.could_not) or row.checked_on is None for row in rows)
    said = f"{plain.count(len(rows), 'account')}. Something is missing or was found: {open_to_do}."
    yield f"{said} Something could not be checked: {unknown}."


def _cells(row: AccountRow) -> Iterator[Iterable[str]]:
    yield [line for line in map(_line, (row.platform, row.handle, row.name, row.status)) if line]
    yield _people(row)
    yield _dates(row)
    yield _sentences(row.gaps) or ["Nothing is missing."]
    yield _checks(row)


def _people(row: AccountRow) -> Iterator[str]:
    keepers = ", ".join(map(_line, row.keepers))
    yield f"Owner: {_line(row.owner) or _NOT_KNOWN}"
    yield f"Can get in: {keepers or _NOT_KNOWN}"
    yield f"Second reader: {_line(row.second_reader) or _NOT_KNOWN}"


def _dates(row: AccountRow) -> Iterator[str]:
    by = f" by {_line(row.approved_by)}" if row.approved_by else ""
    yield f"Access tested: {_or_not_known(row.access_tested_on)}"
    yield f"Risk assessed: {_or_not_known(row.risk_assessed_on)}"
    yield f"Approved: {_or_not_known(row.approved_on)}{by}"
    yield f"Agreement signed: {_or_not_known(row.agreement_signed_on)}"
    yield f"Next review: {_or_not_known(row.review_on)}"


def _checks(row: AccountRow) -> list[str]:
    """What was found first; what was not checked never reads as fine."""
    if row.checked_on is None:
        return [*_sentences(row.findings), "Not checked yet."]
    unknown = [f"Not checked: {line}" for line in _sentences(row.could_not)]
    found = [*_sentences(row.findings), *unknown]
    return [*(found or ["Nothing was found."]), f"Last checked on {_day(row.checked_on)}."]


def _sentences(texts: Iterable[str]) -> list[str]:
    return [line for text in texts if (line := plain.one_line(text, longest=_SENTENCE))]


def _line(text: str) -> str:
    return plain.one_line(text, longest=_WORD)


def _or_not_known(on: date | None) -> str:
    return _NOT_KNOWN if on is None else _day(on)


def _day(on: date) -> str:
    return f"{plain.day(on)} {on.year}"
