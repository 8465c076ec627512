"""What a person settled holds for whatever brings the post again: a poll, or a person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orm.model.brought import Brought, Provenance
from orm.model.judgement import Verdict
from orm.model.polls import Page, Validators
from orm.model.settings import Manners
from orm.pipeline.bringing import bring
from orm.pipeline.running import Round, run_due
from tests.factories import response
from tests.factories_http import FakeClock
from tests.factories_looking import real_store
from tests.factories_settling import COMPLAINT, HERE, SURE, bench_of, found, post_of, say
from tests.factories_store import NOW, plan_of, prepared

DAY = timedelta(days=1)


class Forum:
    """A source and its web in one: whatever is asked, it shows `item`."""

    name = "feed"

    def __init__(self, item):
        self.item = item

    def __call__(self, request, validators):
        return response(request=request, validators=Validators())

    def parse(self, answer):
        return Page((self.item,))


@pytest.fixture(scope="module")
def bench():
    return bench_of()


@pytest.fixture
def store(tmp_path, sqlite_copy):
    store = real_store(sqlite_copy(tmp_path))
    yield prepared(store, plan_of("a", "forum.example", wanted_by=()))
    store.close()


def poll(store, bench, item, *, at):
    run_due(round_of(store, bench, Forum(item), FakeClock(at)))


def round_of(store, bench, forum, clock):
    manners = Manners(contact="it@wrenbeck.example", threads=1)
    return Round({"feed": forum}, forum, store, clock, manners, bench, "w1")


def mention(store):
    (file,) = store.mentions(HERE, most=9)
    return file


def test_a_poll_that_brings_an_edit_keeps_the_persons_verdict(store, bench):
    poll(store, bench, post_of(), at=NOW)
    say(store, bench, mention(store).id, Verdict.US)

    poll(store, bench, post_of(f"{COMPLAINT} Edited."), at=NOW + DAY)

    assert mention(store).mention.verdict is Verdict.US
    assert mention(store).mention.evidence[0].rule == "settled"


def test_a_poll_that_brings_what_is_not_ours_opens_no_case(store, bench):
    poll(store, bench, post_of(), at=NOW)
    say(store, bench, mention(store).id, Verdict.NOT_US)

    poll(store, bench, post_of(SURE), at=NOW + DAY)

    assert store.cases() == ()


def test_another_policy_judges_everything_again_and_not_what_a_person_settled(store, bench):
    poll(store, bench, post_of(), at=NOW)
    say(store, bench, mention(store).id, Verdict.NOT_US)

    poll(store, replace(bench, version="2"), post_of(), at=NOW + DAY)

    assert mention(store).mention.verdict is Verdict.NOT_US


def test_whoever_brings_it_again_does_not_undo_what_was_settled(store, bench):
    file = found(store, bench, post_of(SURE))
    say(store, bench, file.id, Verdict.NOT_US)
    seen = Provenance("shell", "KM", "a parent showed it", None, NOW + DAY)

    receipt = bring(Brought(post_of(f"{SURE} Edited."), (HERE,), seen), bench=bench, store=store)

    assert receipt.schools == ()
