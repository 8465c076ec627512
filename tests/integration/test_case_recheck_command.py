"""`orm case recheck` as a person at a terminal meets it. The demo's sites are closed by now."""

import json
import shutil
from datetime import timedelta
from functools import partial

import pytest

from orm.cases.chain import next_event
from orm.looking.judging import BETWEEN
from orm.model.looks import Finding, Look
from tests.factories_cli import typed
from tests.factories_looking import real_store

AS = ("--as", "head@wrenbeck.example")


@pytest.fixture
def folder(lived, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(lived.folder, copy)
    return copy


@pytest.fixture
def store(folder):
    store = real_store(f"sqlite:///{next(folder.glob('*.db'))}")
    yield store
    store.close()


def orm(folder, *words):
    return typed([*words, "--config", str(folder / "config.toml")])


def first(store, *, sealed):
    return next(
        case.ref
        for case in store.cases(open_only=True)
        if case.sealed is sealed and case.category != "T13" and case.owner != "chair"
        if case.school_id == "wrenbeck"
    )


def seen_removed(store, ref, *, times):
    """Write that the case's first item was seen removed, a day apart."""
    identity, at = store.subjects(ref)[0].identity, store.case(ref).events[-1].at
    for number in range(1, times + 1):
        at += BETWEEN
        look = Look(ref, identity, number, at, Finding.REMOVED, "404")
        store.begin_looks([look])
        store.end_looks(
            [look],
            link=partial(next_event, at=at, actor="head", action="looked", reason="x"),
        )


def test_a_look_says_what_was_found_how_often_one_may_look_and_who_looked(folder, store):
    ref = first(store, sealed=False)

    told = orm(folder, "case", "recheck", ref.lower(), *AS)

    assert told.exit_code == 0, told.stderr
    site = store.subjects(ref)[0].url.split("/")[2].split(":")[0]
    line = told.stdout.splitlines()[0]
    assert line.startswith(f"1. ({site}) Could not look: ")
    assert line.endswith("2 looks left.")
    assert store.case(ref).events[-1].actor == "wrenbeck-head"


def test_a_fourth_look_is_refused_in_one_sentence(folder, store):
    ref = first(store, sealed=False)
    lines = [orm(folder, "case", "recheck", ref, *AS).stdout.splitlines()[0] for _ in range(3)]

    ended = orm(folder, "case", "recheck", ref, *AS)

    assert [line.rsplit(". ", 1)[1] for line in lines] == [
        "2 looks left.",
        "1 look left.",
        "0 looks left.",
    ]
    assert ended.exit_code == 2
    assert (
        ended.stderr.strip()
        == f"Case {ref} was looked at three times already; look yourself and close the case."
    )


def test_a_case_that_is_not_theirs_is_not_looked_at(folder, store):
    ref = first(store, sealed=True)

    ended = orm(folder, "case", "recheck", ref, "--as", "office@wrenbeck.example")

    assert ended.exit_code == 2
    assert ended.stderr.startswith(f"There is no case {ref} that")
    assert store.subjects(ref)[0].looks == ()


def test_gone_is_said_when_it_was_seen_twice(folder, store):
    ref = first(store, sealed=False)
    seen_removed(store, ref, times=2)

    told = orm(folder, "case", "recheck", ref, *AS).stdout

    assert "Gone, seen twice: close the case as removed." in told


def test_one_sign_of_removal_is_told_with_the_time_for_the_second(folder, store):
    ref = first(store, sealed=False)
    seen_removed(store, ref, times=1)
    again_at = store.subjects(ref)[0].looks[0].at + timedelta(days=1)

    told = orm(folder, "case", "recheck", ref, *AS).stdout

    assert f"look again after {again_at:%Y-%m-%d %H:%M} UTC" in told
    assert "seen twice" not in told


def test_programs_get_the_finding_as_json(folder, store):
    ref = first(store, sealed=False)

    row = json.loads(orm(folder, "case", "recheck", ref, *AS, "--json").stdout)[0]

    assert (row["item"], row["look"], row["finding"], row["left"], row["gone"]) == (
        1,
        1,
        "could_not_look",
        2,
        False,
    )


def test_a_case_that_is_not_there_is_refused(folder):
    ended = orm(folder, "case", "recheck", "AAAA-AAAA", *AS)

    assert ended.exit_code == 2
    assert ended.stderr.startswith("There is no case AAAA-AAAA")
