"""Checking accounts from the shell: what is due, now, line by line; and one saved answer offline."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from orm.cli.account_options import ids, patience
from orm.cli.parsing import read_saved_file, saved_answer, saved_head
from orm.cli.voice import complain, print_rows, say
from orm.errors import ConfigError
from orm.model.accounts import AccountFile, Checked, CheckOutcome, Sighting
from orm.model.polls import Request
from orm.model.presence import Noticed, Presence
from orm.model.schools import School
from orm.reading.accounts_words import called, tamed
from orm.wiring import House
from orm.wiring.accounts import check_accounts, survey_schools
from orm.wiring.saved_answers import read_saved

COLUMNS = ("school", "account", "check", "outcome", "settled", "says")
_WORDS = {
    CheckOutcome.OK: "ok",
    CheckOutcome.FINDING: "FINDING",
    CheckOutcome.COULD_NOT: "could not check",
}


def check_now(
    house: House,
    schools: Sequence[School],
    picked: Sequence[AccountFile],
    *,
    at_once: bool,
    as_json: bool,
) -> None:
    """Check what is due of all schools; those accounts that were picked, or all of these schools
    with `at_once`, are due now. Schools are looked around unless single accounts were picked.
    """
    store, started = house.edges.store, house.edges.clock.now()
    meant = tuple(picked) or store.accounts.files(ids(schools))
    if picked or at_once:
        store.accounts.hasten((file.id for file in meant), now=started)
    if at_once and not picked:
        store.presences.hasten(ids(schools), now=started)
    with patience("looking at accounts"):
        check_accounts(house)
    if not picked:
        with patience("looking around the schools"):
            survey_schools(house)
    files = [file for file in store.accounts.files(ids(schools)) if _since(file, started)]
    around = (
        [] if picked else [one for one in store.presences.of(ids(schools)) if _since(one, started)]
    )
    rows = [*_account_rows(files, as_json), *_presence_rows(around, as_json)]
    print_rows(COLUMNS, rows, as_json=as_json)
    _tell_what_was_left(meant if picked or at_once else (), files, rows, as_json=as_json)


def try_answer(
    file: Path, platform: str, handle: str, url: str, status: int, headers: Path | None
) -> Sighting:
    """What a saved answer of a platform says.

    Raises:
        ConfigError: no platform was named, or no program looks there.
        SourceError: the answer says no, or cannot be read.
    """
    if not platform.strip():
        raise ConfigError(["--platform: is missing; say which one answered, such as bluesky"])
    answer = saved_answer(
        Request(source=platform, key=url, url=url),
        status=status,
        body=read_saved_file(file),
        headers=saved_head(headers),
    )
    return read_saved(platform, handle, answer)


def _since(checked: AccountFile | Presence, started: datetime) -> bool:
    return checked.checked_at is not None and checked.checked_at >= started


def _account_rows(files: Sequence[AccountFile], as_json: bool) -> Iterator[dict[str, object]]:
    for file in files:
        where = called(file.account)
        for each in file.findings:
            settled = each.settled is not None
            yield _row(file.account.school_id, where, each.checked, settled, as_json)


def _presence_rows(around: Sequence[Presence], as_json: bool) -> Iterator[dict[str, object]]:
    for presence in around:
        for each in presence.notices:
            yield _row(presence.school_id, "", each.noticed, each.settled is not None, as_json)


def _row(
    school: str, where: str, found: Checked | Noticed, settled: bool, as_json: bool
) -> dict[str, object]:
    return {
        "school": school,
        "account": where,
        "check": found.check.value,
        "outcome": found.outcome if as_json else _WORDS[found.outcome],
        "settled": settled if as_json else "settled" if settled else "",
        "says": tamed(found.says),
    }


def _tell_what_was_left(
    meant: Sequence[AccountFile],
    checked: Sequence[AccountFile],
    rows: Sequence[object],
    *,
    as_json: bool,
) -> None:
    left = len({file.id for file in meant} - {file.id for file in checked})
    if left:
        complain(
            f"{left} account(s) were not checked: another process has them now. See: orm account list"
        )
    if not rows and not as_json:
        say("Nothing was due. --now checks everything at once.")
