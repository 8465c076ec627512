"""`orm mail` as an IT manager types it: a report by hand, who gets no letters, and putting it right."""

import email
import json

import pytest
from typer.testing import CliRunner

from orm.cases.chain import first_event, raised_event
from orm.cli.app import app
from orm.clock import SystemClock
from orm.config.loading import load
from orm.model.letter_book import BY_LETTER, Stop
from orm.model.letters import PROOF_HEADER, letter_name
from orm.model.schools import ContactId, SchoolId
from orm.store.migrating import upgrade
from orm.store.sql_store import open_store
from orm.wiring import build, open_edges, source_shapes
from tests.factories_desk import config_text
from tests.factories_returns import report
from tests.factories_weeks import letter

TO = "head@wrenbeck.example"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A house that sent one digest to the headteacher, and whose comms lead stopped theirs."""
    folder = tmp_path_factory.mktemp("mail")
    (folder / "config.toml").write_text(config_text(), encoding="utf-8")
    (folder / "data").mkdir(mode=0o700)
    upgrade(f"sqlite:///{folder}/data/orm.db")
    config = load(folder / "config.toml", environ={}, source_options=source_shapes())
    house = build(config, open_edges(config), worker="test")
    now = SystemClock().now()
    store = open_store(config.database_url, first_event=first_event, raised_event=raised_event)
    house.enrol()
    store.entry.queue(house.screen.clear(letter(), (), names=()), now=now)
    house.deliver()
    store.letter_book.stop(Stop(SchoolId("wrenbeck"), ContactId("comms"), BY_LETTER, now))
    sent = email.message_from_bytes(
        (folder / "sent" / f"{letter_name(letter().once)}.eml").read_bytes()
    )
    (folder / "report.eml").write_bytes(report(letter().once, sent[PROOF_HEADER]))
    store.close()
    house.close()
    return folder


def orm(folder, *words):
    return CliRunner().invoke(app, ["mail", *words, "--config", str(folder / "config.toml")])


def listed(folder):
    rows = json.loads(orm(folder, "stopped", "--json").stdout)
    return [(row["who"], row["what"]) for row in rows]


def test_a_report_by_hand_closes_an_address_that_is_opened_again_by_hand(folder):
    read = orm(folder, "bounce", str(folder / "report.eml"))

    assert read.exit_code == 0
    assert "1 came back for good, 0 for now; 0 told nothing" in read.stdout
    assert f"{TO} gets no letters any more" in read.stdout
    assert (TO, "letters come back (5.1.1)") in listed(folder)

    assert orm(folder, "write-again", TO).exit_code == 0
    assert (TO, "letters come back (5.1.1)") not in listed(folder)
    assert orm(folder, "write-again", TO).exit_code == 2


def test_a_stopped_digest_is_listed_and_started_again(folder):
    assert listed(folder) == [("comms", "stopped the digest")]
    assert orm(folder, "resume", "comms", "--school", "nowhere").exit_code == 2
    assert orm(folder, "resume", "comms@wrenbeck.example").exit_code == 0
    assert listed(folder) == []
    assert orm(folder, "resume", "comms").exit_code == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("bounce",), "mail.bounces: is missing"),
        (("bounce", "no-such.eml"), "cannot be read"),
        (("resume", "nobody"), "nobody's id or address"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_do(folder, words, says):
    answer = orm(folder, *words)

    assert answer.exit_code == 2
    assert says in " ".join(answer.output.split())
