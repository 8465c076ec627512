"""`orm mention` as the comms lead types it: the short list, a word on a post, and the examples."""

import json
import shutil
import stat

import pytest

from orm.cli.mentions import printable
from orm.evaluation.reading import read_posts
from orm.model.cases import CaseState
from orm.reading.plain_words import defanged
from tests.factories_cli import typed
from tests.factories_looking import real_store


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


def listed(folder, *words):
    return json.loads(orm(folder, "mention", "list", *words, "--json").stdout)


def settle(folder, number, *words):
    said = ("--by", "Kit Merrow", "--reason", "read it")
    return orm(folder, "mention", "settle", str(number), *said, *words)


def with_case(store, *, urgent=False, sealed=False):
    """A mention that opened a case of this kind and that is the case's only post."""
    for file in store.mentions(most=1000):
        for case in file.cases:
            kind = (case.severity >= 3, file.sealed)
            if kind == (urgent or sealed, sealed) and len(store.subjects(case.ref)) == 1:
                return file, case
    raise AssertionError("the town has no such case")


def test_the_short_list_shows_what_nobody_is_sure_of_and_why(folder, store):
    files = {file.id: file for file in store.mentions(unsure=True, most=100)}

    rows = listed(folder, "--unsure")

    assert [row["id"] for row in rows] == list(files)
    assert files
    for row in rows:
        file = files[row["id"]]
        assert (row["school"], row["verdict"]) == (file.mention.school_id, "unsure")
        assert (row["platform"], row["score"]) == (file.item.platform, file.mention.score)
        assert row["source"] == defanged(file.item.url)
        assert len(row["reasons"]) == len(file.mention.evidence)


def test_a_list_holds_no_words_of_a_post_and_no_address_that_opens(folder, store):
    shown = orm(folder, "mention", "list", "--unsure").stdout

    assert "http" not in shown
    texts = [file.item.text for file in store.mentions(unsure=True, most=100) if file.item.text]
    assert texts
    assert [text for text in texts if text in shown] == []


def test_a_list_of_one_school_holds_no_other(folder):
    assert {row["school"] for row in listed(folder, "--school", "wrenbeck")} == {"wrenbeck"}


def test_a_school_that_nobody_watches_is_refused(folder):
    ended = orm(folder, "mention", "list", "--school", "narnia")

    assert ended.exit_code == 2
    assert "narnia is not watched" in ended.stderr


def test_a_long_list_says_that_there_is_more(folder):
    ended = orm(folder, "mention", "list", "--most", "2", "--json")

    assert len(json.loads(ended.stdout)) == 2
    assert "--most 4 shows more" in ended.stderr


def test_a_sealed_post_shows_nothing_of_itself(folder, store):
    file, _ = with_case(store, sealed=True)

    row = next(row for row in listed(folder) if row["id"] == file.id)

    hidden = "not shown here"
    assert (row["platform"], row["source"], row["reasons"]) == (hidden, hidden, hidden)
    assert row["score"] is None


def test_what_a_person_settled_leaves_the_short_list(folder):
    first, *others = listed(folder, "--unsure")

    told = settle(folder, first["id"], "--not-us")

    assert told.exit_code == 0, told.stderr
    assert told.stdout.splitlines()[0] == f"Settled: not about {first['school']}."
    assert listed(folder, "--unsure") == others


def test_a_persons_word_is_the_first_reason_of_the_list(folder):
    first = listed(folder, "--unsure")[0]

    settle(folder, first["id"], "--us")

    row = next(row for row in listed(folder) if row["id"] == first["id"])
    assert row["verdict"] == "us"
    assert row["reasons"][0].startswith("+1.00 settled: Kit Merrow, ")


def test_a_case_that_is_not_ours_is_dismissed_and_opens_anew_when_it_is_after_all(folder, store):
    file, case = with_case(store)

    dismissed = settle(folder, file.id, "--not-us", "--reason", "the school in Tollworth")

    assert f"Case {case.ref} closed: dismissed." in dismissed.stdout
    assert store.case(case.ref).case.state is CaseState.DISMISSED
    assert settle(folder, file.id, "--us").stdout.count(case.ref) == 2
    assert store.case(case.ref).case.state is CaseState.NEW


def test_an_urgent_case_is_dismissed_by_its_owner_only(folder, store, lived):
    file, case = with_case(store, urgent=True)
    owner = next(
        contact
        for contact in lived.house.config.contacts
        if case.owner in contact.roles and case.school_id in contact.schools
    )

    refused = settle(folder, file.id, "--not-us")
    taken = settle(folder, file.id, "--not-us", "--by", owner.email)

    assert refused.exit_code == 2
    assert f"Case {case.ref} is urgent: only its owner, the {case.owner}" in refused.stderr
    assert taken.exit_code == 0, taken.stderr
    assert store.case(case.ref).events[-1].actor == owner.id


@pytest.mark.parametrize("flags", [(), ("--us", "--not-us")])
def test_a_word_is_one_of_two(folder, flags):
    said = ("--by", "KM", "--reason", "x")

    ended = orm(folder, "mention", "settle", "1", *flags, *said)

    assert ended.exit_code == 2
    assert "give one of --us and --not-us" in ended.stderr


def test_a_mention_that_is_not_there_is_refused(folder):
    ended = settle(folder, 99999, "--us")

    assert ended.exit_code == 2
    assert ended.stderr.startswith("There is no mention 99999")


def test_a_post_of_which_no_words_are_kept_says_what_a_person_must_do(folder, store):
    pointer = next(
        file for file in store.mentions(most=1000) if file.retain == "pointer" and not file.sealed
    )

    told = settle(folder, pointer.id, "--us")

    assert "bring its words with orm intake" in told.stdout


def test_examples_are_what_orm_eval_reads(folder, store, lived):
    out, sure = listed(folder, "--unsure")[0]["id"], with_case(store)[0].id
    settle(folder, out, "--not-us")
    settle(folder, sure, "--us")
    path = folder / "examples.jsonl"

    told = orm(folder, "mention", "examples", "--out", str(path))

    assert told.stdout.startswith("2 example(s) written to ")
    schools = {school.id: school for school in lived.house.schools}
    read = {
        each.post.id: (each.gold.about_us, each.post.item.text)
        for each in read_posts(path.read_bytes(), schools, name="examples.jsonl")
    }
    assert read == {
        f"settled-{out}": (False, store.mention(out).item.text),
        f"settled-{sure}": (True, store.mention(sure).item.text),
    }


def test_examples_leave_sealed_posts_out_and_say_so(folder, store):
    file, _ = with_case(store, sealed=True)
    settle(folder, file.id, "--us", "--by", "dsl@wrenbeck.example")
    out = folder / "examples.jsonl"

    told = orm(folder, "mention", "examples", "--out", str(out))

    assert "Left out: 1 sealed." in told.stdout
    assert out.read_bytes() == b""


def test_examples_never_overwrite_unasked_and_are_for_their_owner(folder):
    settle(folder, listed(folder, "--unsure")[0]["id"], "--not-us")
    out = folder / "examples.jsonl"
    out.write_text("mine", "utf-8")

    refused = orm(folder, "mention", "examples", "--out", str(out))
    kept = out.read_text("utf-8")
    forced = orm(folder, "mention", "examples", "--out", str(out), "--force")

    assert (refused.exit_code, kept) == (2, "mine")
    assert "--force replaces it" in refused.stderr
    assert forced.exit_code == 0
    assert out.read_text("utf-8") != "mine"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_new_file_of_examples_is_for_its_owner(folder):
    out = folder / "examples.jsonl"

    orm(folder, "mention", "examples", "--out", str(out))

    assert stat.S_IMODE(out.stat().st_mode) == 0o600


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_examples_are_not_written_through_a_link_or_into_nowhere(folder, force):
    target, link = folder / "diary.txt", folder / "examples.jsonl"
    target.write_text("mine", "utf-8")
    link.symlink_to(target)

    orm(folder, "mention", "examples", "--out", str(link), *force)
    nowhere = orm(folder, "mention", "examples", "--out", str(folder / "no" / "x"), *force)

    assert target.read_text("utf-8") == "mine"
    assert nowhere.exit_code == 2
    assert "cannot be written" in nowhere.stderr


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://forum.example/t/1?x=a.b", "hxxps://forum[.]example/t/1?x=a.b"),
        ("http://127.0.0.1:81/a", "hxxp://127[.]0[.]0[.]1:81/a"),
        ("", ""),
    ],
)
def test_an_address_is_shown_so_that_nobody_opens_it_by_a_slip(url, shown):
    assert defanged(url) == shown


def test_a_stranger_s_words_do_not_steer_the_terminal():
    assert printable("a\x1b[2Jb\nc") == "a [2Jb c"
