"""The demo's two cases from the list to the end, as people type it: docs/casework.md."""

import json
import shutil
import sqlite3

import pytest

from orm.cases.chain import verify
from orm.cases.replay import replay
from orm.model.cases import CaseState
from orm.model.judgement import Category
from tests.factories_cli import typed
from tests.factories_looking import real_store

HEAD, DSL, OFFICE = (
    ("--as", f"{who}@wrenbeck.example", "--reason", "as the policy says")
    for who in ("head", "dsl", "office")
)
ABUSE = (
    *("--target", "staff", "--statement", "abuse", "--checked", "nothing"),
    *("--harm", "a Year 4 teacher is hurt", "--gentler", "tried", "--concern", "none"),
)
POSING = (
    *("--target", "school", "--statement", "posing", "--checked", "false"),
    *("--harm", "parents are misled", "--gentler", "unknown-author", "--concern", "none"),
)
LETTER = (
    *("--fact", "ground=the words hurt a member of staff."),
    *("--fact", "asked=Please take these words down."),
)
REPORT = (
    *("--rule", "impersonation", "--fact", "account_link=none is shown"),
    *("--fact", "what_happened=A post says that it is the school."),
    *("--fact", "asked=Please remove it.", "--fact", "platform_heading=impersonation"),
)
PACK = (
    *("--fact", "account_names=none is shown", "--fact", "police_status=not told"),
    *("--fact", "lado_status=not needed", "--fact", "question=Can you reach the forum?"),
    *("--fact", "platform_heading=impersonation"),
)


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


@pytest.fixture
def orm(folder):
    def run(*words):
        return typed([*words, "--config", str(folder / "config.toml")])

    return run


@pytest.fixture
def did(orm):
    """Runs a step that succeeds."""

    def run(*words):
        ended = orm("case", *words)
        assert ended.exit_code == 0, ended.stderr
        return ended.stdout

    return run


def ref_of(store, category):
    return next(case.ref for case in store.cases(open_only=True) if case.category is category)


def refused(ended):
    assert ended.exit_code == 2, ended.stdout
    return ended.stderr


def talked_with(did, ref):
    did("gate", ref, *HEAD, *ABUSE)
    did("author", ref, *HEAD, "--type", "parent")
    did("talk", ref, *HEAD)


def test_a_parents_abusive_post_to_an_approved_request_and_a_lesson(store, did, orm, tmp_path):
    ref = ref_of(store, Category.T5)
    talked_with(did, ref)
    did("complaint", ref, *HEAD, "--underneath", "answered")

    did("propose", ref, "deletion-request", *HEAD, *LETTER)
    draft = did("paper", ref, "deletion-request", *HEAD[:2])
    did("approve", ref, "deletion-request", *DSL)
    did("paper", ref, "deletion-request", *HEAD[:2], "--folder", str(tmp_path / "out"))
    did("sent", ref, "deletion-request", *HEAD)
    did("reply", ref, "deletion-request", *HEAD, "--came", "removed")
    did("support", ref, *HEAD, "--role", "the Year 4 teacher")
    did("close", ref, *HEAD, "--ending", "removed", "--lesson", "tell homework early")

    file = store.case(ref)
    assert "draft – not sent" in draft
    letter = (tmp_path / "out" / f"{ref}-deletion-request.txt").read_text("utf-8")
    assert "draft – not sent" not in letter
    assert "Please take these words down." in letter
    assert (tmp_path / "out" / f"{ref}-deletion-request.docx").stat().st_mode & 0o077 == 0
    assert file.case.state is CaseState.DEBRIEFED
    assert verify(file.events) == ()
    assert replay(file).case == file.case
    assert orm("evidence", "verify", ref).exit_code == 0


def test_an_impersonation_to_a_complete_posh_pack(store, did, tmp_path):
    ref = ref_of(store, Category.T15)
    did("gate", ref, *HEAD, *POSING)
    did("propose", ref, "platform-report", *HEAD, *REPORT)
    did("approve", ref, "platform-report", *DSL)
    did("sent", ref, "platform-report", *HEAD, "--reference", "HC-2291")

    did("propose", ref, "posh", *HEAD, "--urgent", *PACK)
    did("approve", ref, "posh", *DSL)
    did("paper", ref, "posh", *HEAD[:2], "--folder", str(tmp_path / "pack"))
    did("sent", ref, "posh", *HEAD)

    pack = (tmp_path / "pack" / f"{ref}-posh.pdf").read_bytes()
    text = (tmp_path / "pack" / f"{ref}-posh.txt").read_text("utf-8")
    assert pack.startswith(b"%PDF")
    assert all(words in text for words in ("HC-2291", "impersonation", "Can you reach"))
    assert store.case(ref).case.state is CaseState.ESCALATED


def test_a_letter_without_its_facts_says_which_are_missing_and_nothing_is_done(store, did, orm):
    ref = ref_of(store, Category.T5)
    talked_with(did, ref)
    did("complaint", ref, *HEAD, "--underneath", "answered")
    before = store.case(ref).events

    said = refused(orm("case", "propose", ref, "deletion-request", *HEAD))

    assert "what is asked" in said
    assert store.case(ref).events == before


def test_what_is_approved_is_what_was_read(store, did, orm, folder):
    ref = ref_of(store, Category.T15)
    did("gate", ref, *HEAD, *POSING)
    did("propose", ref, "platform-report", *HEAD, *REPORT)
    with sqlite3.connect(next(folder.glob("*.db"))) as database:
        database.execute("update case_drafts set facts = replace(facts, 'Please', 'You must')")

    said = refused(orm("case", "approve", ref, "platform-report", *DSL))

    assert "not the one that was proposed" in said


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("gate", *ABUSE[2:]), "--target: is missing"),
        (("propose", "posh"), "questions of gate G2"),
        (("approve", "posh"), "propose it first"),
        (("reply", "posh", "--came", "agreed"), "propose it first"),
        (("assign", "--to", "nobody"), "none of"),
        (("close", "--ending", "vanished"), "none of"),
        (("paper", "posh"), "nothing is drafted"),
    ],
)
def test_a_wrong_word_or_step_gets_a_sentence(store, orm, words, why):
    ref = ref_of(store, Category.T5)
    given = HEAD[:2] if words[0] == "paper" else HEAD

    assert why in refused(orm("case", words[0], ref, *words[1:], *given))


def test_whoever_may_not_see_a_case_is_told_of_none(store, orm):
    ref = ref_of(store, Category.T5)

    said = refused(orm("case", "talk", ref, *OFFICE))

    assert said.startswith(f"There is no case {ref} that")


def test_a_fact_that_nobody_knows_is_refused(store, did, orm):
    ref = ref_of(store, Category.T15)
    did("gate", ref, *HEAD, *POSING)

    said = refused(
        orm("case", "propose", ref, "platform-report", *HEAD, *REPORT, "--fact", "colour=red")
    )

    assert "named colour" in said


HOSTILE = '{{ 7*7 }} #eval("1") <script>alert(1)</script> <w:p/> =1+1 \\ $x$ ]['


def test_hostile_words_in_a_fact_are_words_in_every_form(store, did, tmp_path):
    ref = ref_of(store, Category.T5)
    talked_with(did, ref)
    did("complaint", ref, *HEAD, "--underneath", "answered")
    facts = ("--fact", f"ground={HOSTILE}", "--fact", "asked=Please take it down.")

    did("propose", ref, "deletion-request", *HEAD, *facts)
    did("paper", ref, "deletion-request", *HEAD[:2], "--folder", str(tmp_path / "out"))

    stem = tmp_path / "out" / f"{ref}-deletion-request"
    assert "{{ 7*7 }}" in stem.with_suffix(".txt").read_text("utf-8")
    assert "<script>" not in stem.with_suffix(".html").read_text("utf-8")


def test_a_stale_view_is_refused(store, did, orm):
    ref = ref_of(store, Category.T5)
    seen = store.case(ref).events[-1].seq
    did("note", ref, *DSL)

    said = refused(orm("case", "talk", ref, *HEAD, "--seen", str(seen)))

    assert "Somebody else acted" in said


def test_a_case_shows_what_is_open_now_and_why_the_rest_is_not(store, did, orm):
    ref = ref_of(store, Category.T15)
    did("gate", ref, *HEAD, *POSING)

    shown = orm("case", "show", ref, *HEAD[:2]).stdout

    assert "Report to the platform" in shown.split("What may not?")[0]
    assert "the platform is asked first" in shown.split("What may not?")[1]


def test_facts_tell_what_is_known_and_who_says_the_rest(store, orm):
    ref = ref_of(store, Category.T15)

    told = json.loads(orm("case", "facts", ref, "posh", *HEAD[:2], "--json").stdout)

    known = {row["fact"]: row for row in told}
    assert known["school_name"]["known"] == "Wrenbeck Primary School"
    assert (known["question"]["needed"], known["question"]["known"]) == ("yes", "")


def test_a_figure_that_is_none_gets_a_sentence(store, orm):
    ref = ref_of(store, Category.T5)

    said = refused(orm("case", "sheet", ref, "governors-summary", *HEAD[:2], "--fact", "counts=4"))

    assert "is no figure" in said
