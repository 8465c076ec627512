"""`orm evidence` as a person at a terminal meets it, and the house that keeps without being asked."""

import json
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from threading import Event
from typing import cast
from zipfile import ZipFile

import pytest
from structlog.testing import capture_logs

from orm import schedule
from orm.archive.folder import EvidenceFolder
from orm.cli.voice import open_house
from orm.model.brought import Brought, Provenance
from orm.model.evidence import KEPT
from orm.model.items import Identity, Item, Kind
from orm.model.schools import SchoolId
from orm.wiring import House, build
from tests.factories_cli import typed
from tests.factories_looking import real_store

HEAD, OFFICE = "head@wrenbeck.example", "office@wrenbeck.example"
ABUSE = "Mr Hollow at Wrenbeck Primary School is a useless idiot and a pathetic bully of a man."


@pytest.fixture
def folder(lived, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(lived.folder, copy)
    return copy


@pytest.fixture
def house(folder):
    house = open_house(folder / "config.toml")
    yield house
    house.close()


@pytest.fixture
def fresh(folder, house, tmp_path):
    """The house before its first evidence: its cases' records do not speak of any."""
    with closing(sqlite3.connect(next(folder.glob("*.db")))) as database:
        guards = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'case_events'"
        )
        for (guard,) in database.execute(guards).fetchall():
            database.execute(f"DROP TRIGGER {guard}")
        database.execute("DELETE FROM case_events WHERE action = ?", [KEPT])
        database.commit()
    edges = replace(house.edges, archive=EvidenceFolder(tmp_path / "fresh"))
    return build(house.config, edges, worker="fresh")


@pytest.fixture
def ref(lived):
    return first(lived, sealed=False)


def orm(folder, *words):
    return typed([*words, "--config", str(folder / "config.toml")])


def first(lived, *, sealed):
    return next(
        case.ref
        for case in lived.house.edges.store.cases(open_only=True)
        if case.sealed is sealed and case.school_id == "wrenbeck" and case.owner != "chair"
    )


def evidence(folder, ref):
    return {path: path.read_bytes() for path in evidence_files(folder, ref)}


def evidence_files(folder, ref):
    return sorted(p for p in folder.rglob(f"evidence/cases/{ref}/**/*") if p.is_file())


def test_listing_keeps_what_is_missing_and_says_what_there_is(folder, ref):
    listed = orm(folder, "evidence", "list", ref.lower(), "--as", HEAD, "--json")

    rows = json.loads(listed.stdout)
    assert listed.exit_code == 0
    assert {row["kind"] for row in rows} == {"record"}
    assert all(len(row["sha256"]) == 64 for row in rows)


def test_a_listing_quotes_nothing_of_the_post(folder, ref, lived):
    listed = orm(folder, "evidence", "list", ref, "--as", HEAD).stdout

    for seen in lived.house.edges.store.case(ref).seen:
        assert seen.url not in listed
        assert not seen.text or seen.text[:30] not in listed


def test_whole_evidence_verifies_and_a_changed_byte_does_not(folder, ref):
    orm(folder, "evidence", "list", ref, "--as", HEAD)
    whole = orm(folder, "evidence", "verify", ref)
    path = next(p for p in evidence_files(folder, ref) if p.suffix == ".json")
    content = bytearray(path.read_bytes())
    content[-5] ^= 0x01
    path.write_bytes(content)

    changed = orm(folder, "evidence", "verify")

    assert (whole.exit_code, changed.exit_code) == (0, 1)
    assert "as it was kept" in whole.stdout
    assert path.name in changed.stderr
    assert ref in changed.stderr


def test_verifying_says_all_cases_as_json(folder, ref):
    orm(folder, "evidence", "list", ref, "--as", HEAD)

    rows = json.loads(orm(folder, "evidence", "verify", "--json").stdout)

    assert {"case": ref, "problems": []} in rows


def test_an_export_is_a_zip_for_its_owner_only_and_is_in_the_record(folder, ref, tmp_path):
    target = tmp_path / "case.zip"

    ended = orm(
        folder, "case", "export", ref, str(target), "--as", HEAD, "--reason", "for the police"
    )

    assert ended.exit_code == 0, ended.stderr
    with ZipFile(BytesIO(target.read_bytes())) as package:
        assert "index.html" in package.namelist()
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    store = real_store(f"sqlite:///{next(folder.glob('*.db'))}")
    file = store.case(ref)
    store.close()
    assert file is not None
    last = file.events[-1]
    assert (last.actor, last.action) == ("wrenbeck-head", "evidence exported")
    assert last.reason.startswith("for the police; custody line 1, ")


def test_an_export_never_overwrites_a_file(folder, ref, tmp_path):
    target = tmp_path / "case.zip"
    target.write_text("mine")
    before = evidence(folder, ref)

    ended = orm(folder, "case", "export", ref, str(target), "--as", HEAD, "--reason", "x")

    assert ended.exit_code == 2
    assert "exists already" in ended.stderr
    assert target.read_text() == "mine"
    assert evidence(folder, ref) == before


def test_an_export_into_no_folder_says_so_before_anything_is_written_down(folder, ref, tmp_path):
    target = tmp_path / "nowhere" / "case.zip"
    before = evidence(folder, ref)

    ended = orm(folder, "case", "export", ref, str(target), "--as", HEAD, "--reason", "x")

    assert (ended.exit_code, evidence(folder, ref)) == (2, before)
    assert "is not a folder" in ended.stderr


def test_evidence_of_a_sealed_case_does_not_exist_for_others(folder, lived, tmp_path):
    sealed = first(lived, sealed=True)
    target = str(tmp_path / "case.zip")
    before = evidence(folder, sealed)

    listed = orm(folder, "evidence", "list", sealed, "--as", OFFICE)
    exported = orm(folder, "case", "export", sealed, target, "--as", OFFICE, "--reason", "x")

    for ended in (listed, exported):
        assert ended.exit_code == 2
        assert ended.stderr.startswith("There is no case")
    assert evidence(folder, sealed) == before


def test_an_address_that_is_nobodys_is_said(folder, ref):
    ended = orm(folder, "evidence", "list", ref, "--as", "nobody@wrenbeck.example")

    assert ended.exit_code == 2
    assert "nobody's id or address" in ended.stderr


def test_orm_check_has_a_line_for_the_evidence(house, folder):
    listed = json.loads(orm(folder, "check", "--json").stdout)

    (line,) = [row for row in listed if row["what"] == "evidence"]
    assert line["works"] == "yes"


def test_orm_check_says_when_the_evidence_folder_cannot_be_written(folder):
    text = (folder / "config.toml").read_text("utf-8")
    in_the_way = text + '\n[evidence]\nfolder = "config.toml/below"\n'
    (folder / "config.toml").write_text(in_the_way, "utf-8")

    listed = json.loads(orm(folder, "check", "--json").stdout)

    (line,) = [row for row in listed if row["what"] == "evidence"]
    assert line["works"] == "NO"
    assert "give orm the right to read and write" in line["says"]


def test_the_heartbeat_keeps_every_open_case(fresh):
    house = fresh
    kept = house.keep_evidence()

    open_cases = house.edges.store.cases(open_only=True)
    assert kept.cases == len(open_cases) > 0
    assert kept.failed == 0
    archive = house.edges.archive
    assert all(archive.holding(case.ref).standing for case in open_cases)
    assert house.keep_evidence().exhibits == 0


def test_the_schedule_keeps_evidence_and_logs_counts_and_no_words(fresh):
    house = fresh
    stop = Event()
    beats = []

    def only_once():
        kept = type(house).keep_evidence(house)
        beats.append(kept)
        stop.set()
        return kept

    class Quiet:
        """A house in which nothing but the evidence is due."""

        edges = house.edges

        def __getattr__(self, name):
            return only_once if name == "keep_evidence" else lambda **_: None

    with capture_logs() as logs:
        schedule.run(cast("House", Quiet()), stop=stop)

    (line,) = [entry for entry in logs if entry["event"] == "evidence kept"]
    assert line["exhibits"] == beats[0].exhibits > 0
    for case in house.edges.store.cases(open_only=True):
        for seen in house.edges.store.case(case.ref).seen:
            assert not seen.text or seen.text[:30] not in repr(logs)


def test_the_schedule_says_why_evidence_could_not_be_kept(house, tmp_path):
    (tmp_path / "in-the-way").write_text("x")
    edges = replace(house.edges, archive=EvidenceFolder(tmp_path / "in-the-way"))
    other = build(house.config, edges, worker="other")

    with capture_logs() as logs:
        schedule._keep_evidence(other)

    (line,) = logs
    assert line["log_level"] == "error"
    assert "cannot be used" in line["why"][0]


def test_a_post_that_is_handed_in_is_kept_with_who_saw_it(house):
    now = house.edges.clock.now()
    item = Item(
        identity=Identity("by_hand", "https://chat.example/1"),
        kind=Kind.POST,
        platform="facebook_group",
        url="https://chat.example/1",
        text=ABUSE,
        posted_at=now - timedelta(hours=1),
    )
    seen = Provenance("wrenbeck-office", "a class teacher", "form", now, now)

    receipt = house.take_in(Brought(item, (SchoolId("wrenbeck"),), seen))

    (ref,) = receipt.taken.cases
    text = b"".join(p.read_bytes() for p in evidence_files(house.config.data_folder.parent, ref))
    assert b"handed in by a person" in text
    assert b"a class teacher" in text


def test_a_house_without_an_archive_keeps_none_and_goes_on(house):
    other = build(house.config, replace(house.edges, archive=None), worker="other")

    assert other.keep_evidence().exhibits == 0
