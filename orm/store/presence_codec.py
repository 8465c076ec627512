"""Notices and first pages as JSON, and back again."""

from collections.abc import Mapping
from typing import Any

from orm.model.accounts import CheckOutcome, SettledBy
from orm.model.first_page import Result, Tone
from orm.model.presence import Notice, Noticed, PresenceCheck
from orm.model.schools import ContactId
from orm.store.account_codec import Columns, moment_json, moment_of
from orm.store.tables.columns import storable

Stored = Mapping[str, Any]


def notice_json(notice: Notice) -> Columns:
    """One notice."""
    said, settled = notice.noticed, notice.settled
    return {
        "check": said.check.value,
        "outcome": said.outcome.value,
        "says": storable(said.says),
        "evidence": storable(said.evidence),
        "key": storable(said.key),
        "since": moment_json(notice.since),
        "last_at": moment_json(notice.last_at),
        "settled_by": settled and settled.by,
        "settled_at": moment_json(settled.at if settled else None),
        "settled_reason": storable(settled.reason) if settled else "",
    }


def notice_of(stored: Stored) -> Notice:
    """What `notice_json` wrote."""
    since, last_at = moment_of(stored["since"]), moment_of(stored["last_at"])
    if since is None or last_at is None:
        raise ValueError("a notice without its times")
    settled_at = moment_of(stored["settled_at"])
    return Notice(
        noticed=Noticed(
            check=PresenceCheck(stored["check"]),
            outcome=CheckOutcome(stored["outcome"]),
            says=stored["says"],
            evidence=stored["evidence"],
            key=stored["key"],
        ),
        since=since,
        last_at=last_at,
        settled=None
        if settled_at is None
        else SettledBy(ContactId(stored["settled_by"]), settled_at, stored["settled_reason"]),
    )


def result_json(result: Result) -> Columns:
    """One result of a first page."""
    return {
        "place": result.place,
        "title": storable(result.title),
        "site": storable(result.site),
        "url": storable(result.url),
        "tone": result.tone.value,
        "ours": result.ours,
    }


def result_of(stored: Stored) -> Result:
    """What `result_json` wrote."""
    return Result(
        place=stored["place"],
        title=stored["title"],
        site=stored["site"],
        url=stored["url"],
        tone=Tone(stored["tone"]),
        ours=stored["ours"],
    )
