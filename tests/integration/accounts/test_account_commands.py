"""`orm account` as the comms lead types it: the list, one account, checks and a person's word."""

import json
from threading import Event
from typing import cast

import pytest

from orm import schedule
from orm.wiring import House
from tests.factories_account_commands import HOME, WRENBECK, checks, listed, orm, sky
from tests.web_server import page


def test_the_list_has_the_accounts_of_the_configuration_from_the_first(folder):
    (row,) = listed(folder, "list")

    assert (row["school"], row["platform"], row["handle"]) == (
        "wrenbeck",
        "bluesky",
        "wrenbeck.example",
    )
    assert (row["status"], row["state"]) == ("active", "not checked yet")
    assert (row["findings"], row["last_checked"]) == ([], None)


def test_an_empty_register_says_what_it_means(folder):
    shown = orm(folder, "account", "list", "--school", "st-orrins")

    assert "every account that claims to be the school is a finding" in shown.stdout
    assert listed(folder, "list", "--school", "st-orrins") == []


def test_a_check_says_a_line_for_each_check_and_a_finding_is_no_failure(folder):
    ended = orm(folder, "account", "check", "--json")

    assert ended.exit_code == 0, ended.stderr
    rows = {row["check"]: row for row in json.loads(ended.stdout) if row["school"] == "wrenbeck"}
    assert rows["exists"]["outcome"] == "ok"
    assert rows["linked-back"]["outcome"] == "ok"
    assert rows["moderated"]["outcome"] == "could-not-check"
    assert rows["people"]["outcome"] == "finding"
    assert {"site", "search", "first-page"} <= set(rows)
    (row,) = listed(folder, "list")
    assert "to settle, " in row["state"]
    assert "could not be checked" in row["state"]
    assert row["last_checked"] is not None


def test_a_platform_that_refuses_is_told_as_not_checked_and_exits_well(folder, web, house):
    web.pages["/xrpc/app.bsky.actor.getProfile"] = page(b"<html>no</html>", "403 Forbidden")
    web.pages["/xrpc/app.bsky.feed.getAuthorFeed"] = page(b"<html>no</html>", "403 Forbidden")

    ended = orm(folder, "account", "check", "bluesky:@Wrenbeck.example", "--json")

    assert ended.exit_code == 0, ended.stderr
    outcomes = {row["check"]: row["outcome"] for row in json.loads(ended.stdout)}
    assert outcomes["exists"] == outcomes["alive"] == "could-not-check"
    assert house.edges.store.presences.of([WRENBECK])[0].checked_at is None  # only the account


def test_what_was_checked_is_not_asked_again_until_it_is_due_or_wanted(folder, web):
    orm(folder, "account", "check")
    asked = len(web.targets)

    told = orm(folder, "account", "check")
    assert "Nothing was due" in told.stdout
    assert len(web.targets) == asked

    orm(folder, "account", "check", "--now")
    assert len(web.targets) == 2 * asked


def test_one_account_is_shown_with_its_entry_its_checks_and_what_was_not_looked_at(folder):
    before = orm(folder, "account", "show", "bluesky:wrenbeck.example").stdout
    assert "purpose: not in the register" in before
    assert "Not checked yet" in before
    orm(folder, "account", "check")

    shown = orm(folder, "account", "show", "1").stdout

    assert "exists  ok  since" in shown
    assert "Not looked at for this account: by-hand." in shown
    assert "http" not in shown  # no address that a terminal would open
    assert listed(folder, "show", "1")["account"]["handle"] == "wrenbeck.example"


def test_a_finding_is_settled_with_who_and_why_and_stays_settled(folder, house):
    orm(folder, "account", "check")
    file = house.edges.store.accounts.files([WRENBECK])[0]
    found = next(each for each in file.findings if each.checked.outcome == "finding")
    said = ("--finding", found.id, "--by", "OFFICE@wrenbeck.example", "--reason", "done today")

    ended = orm(folder, "account", "confirm", file.id, *said)

    assert ended.exit_code == 0, ended.stderr
    orm(folder, "account", "check", file.id)
    after = house.edges.store.accounts.file(file.id)
    kept = next(each for each in after.findings if each.id == found.id)
    assert (kept.settled.by, kept.settled.reason) == ("office", "done today")
    assert "settled by Kit Merrow" in orm(folder, "account", "show", file.id).stdout
    assert orm(folder, "account", "confirm", file.id, *said).exit_code == 2


def test_a_change_is_a_finding_until_a_person_accepts_it(folder, web):
    orm(folder, "account", "check")
    web.pages["/xrpc/app.bsky.actor.getProfile"] = sky("renamed")
    changed = [row for row in checks(folder, "1") if row["check"] == "changed"]
    assert {row["outcome"] for row in changed} == {"finding"}

    ended = orm(folder, "account", "confirm", "1", "--by", "head")

    assert ended.exit_code == 0, ended.stderr
    assert "a person has looked today" in ended.stdout.replace("\n", " ")
    outcomes = {row["check"]: row["outcome"] for row in checks(folder, "1")}
    assert outcomes["changed"] == "ok"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("list", "--school", "narnia"), "narnia is not watched"),
        (("show", "99"), "99 is no account in the register"),
        (("show", "bluesky:nobody"), "is no account in the register"),
        (("check", "99"), "99 is no account in the register"),
        (("confirm", "1", "--by", "nobody"), "--by: nobody is nobody's id or address"),
        (("confirm", "1", "--by", "chair"), "chair may not do this"),
        (("confirm", "1", "--by", "theirs"), "theirs does not act for wrenbeck"),
        (("confirm", "1", "--by", "head", "--reason", "fine"), "give its number with --finding"),
        (("confirm", "1", "--by", "head", "--finding", "9"), "none of this account’s"),
        (("add", "--platform", "x", "--handle", "w"), "--school: say which one of"),
        (
            (
                "add",
                "--school",
                "wrenbeck",
                "--platform",
                "x",
                "--handle",
                "w",
                "--review-on",
                "soon",
            ),
            '--review-on: "soon" is no day',
        ),
        (
            (
                "add",
                "--school",
                "wrenbeck",
                "--platform",
                "bluesky",
                "--handle",
                "@wrenbeck.example",
            ),
            "is in the register already",
        ),
        (("import", "missing.csv", "--by", "head"), "missing.csv cannot be read"),
        (("register", "--pdf", "x.pdf"), "--school: say which one of"),
        (("lookalike", "9", "innocent", "--by", "head", "--reason", "x"), "9 is no look-alike"),
        (("check", "--response", "config.toml"), "--platform: is missing"),
        (
            ("check", "--response", "config.toml", "--platform", "tiktok"),
            "no program looks at tiktok",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence_and_changes_nothing(
    folder, house, monkeypatch, words, sentence
):
    monkeypatch.chdir(folder)
    before = house.edges.store.accounts.files([school.id for school in house.schools])

    ended = orm(folder, "account", *words)

    assert ended.exit_code == 2
    assert sentence in ended.stderr
    assert house.edges.store.accounts.files([school.id for school in house.schools]) == before


def test_a_plan_says_what_looking_at_accounts_takes_and_keeps_its_columns(folder):
    orm(folder, "account", "add", "--school", "wrenbeck", "--platform", "tiktok", "--handle", "w")

    rows = json.loads(orm(folder, "check", "--plan", "--json").stdout)

    by_source = {row["source"]: row for row in rows}
    assert len(by_source) == len(rows)  # one row for each source
    assert (by_source["bluesky"]["accounts"], by_source["bluesky"]["account calls a day"]) == (
        1,
        2.3,  # two looks a day, and a search a week for each of two schools
    )
    assert by_source["bluesky"]["polls"] >= 1
    assert by_source["a person"]["accounts"] == 1
    assert set(rows[0]) >= {"source", "class", "schools", "polls", "calls a day", "at most"}


def test_a_plan_counts_what_the_configuration_names_before_it_is_in_the_register(folder):
    rows = {
        row["source"]: row for row in json.loads(orm(folder, "check", "--plan", "--json").stdout)
    }

    assert rows["bluesky"]["accounts"] == 1


class Patient(Event):
    """Set by the test; without it the heartbeat ends all the same."""

    def wait(self, timeout=None):
        return super().wait(30)


def test_the_heartbeat_checks_accounts_and_looks_around_the_schools(house, web):
    stop = Patient()
    seen = []

    class Beating:
        """The house, until both were written."""

        config, edges, schools, round = house.config, house.edges, house.schools, house.round

        def __getattr__(self, name):
            return lambda **_: None

    store = house.edges.store

    def written(connection):
        """Each school's website is asked for once by either beat; the second answer ends it."""
        connection.sendall(page(HOME))
        seen.append("/")
        if len(seen) == 2:
            stop.set()

    web.pages["/"] = written

    schedule.run(cast("House", Beating()), stop=stop)

    assert store.accounts.files([WRENBECK])[0].checked_at is not None
    assert store.presences.of([WRENBECK])[0].checked_at is not None
