"""The mailbox's messages: whose are read, which school they name, and when they are marked."""

from dataclasses import replace

import pytest

from orm.errors import StoreError
from orm.intake.envelope import read_envelope, school_of
from orm.model.brought import Arrival, TakenIn
from orm.model.schools import Contact, ContactId, Role
from orm.pipeline.bringing import Receipt, empty_letterbox
from tests.factories_intake import ST_ORRINS, WRENBECK, MemoryBox, message, reception

OFFICE = Contact(
    ContactId("ines"),
    "Ines Varley",
    "office@wrenbeck.example",
    frozenset({Role.COMMS}),
    schools=frozenset({WRENBECK}),
)


def visit(box, *, take=None, contacts=(OFFICE,)):
    taken = []

    def keep(brought):
        taken.append(brought)
        return Receipt(brought.school_ids, TakenIn(Arrival.STORED, 1, (), 0, 0), ())

    done = empty_letterbox(
        box,
        reception=reception(),
        contacts=contacts,
        allowed_domains=("Wrenbeck.example",),
        take=take or keep,
    )
    return done, taken


def box_of(*messages):
    return MemoryBox({number: each.as_bytes() for number, each in enumerate(messages, start=1)})


def test_a_message_of_staff_is_taken_in_and_marked():
    box = box_of(message())

    done, (brought,) = visit(box)

    assert (len(done.receipts), box.seen) == (1, [1])
    assert brought.school_ids == (WRENBECK,)
    assert (brought.provenance.brought_by, brought.provenance.seen_by) == ("ines", "ines")


def test_a_message_is_not_marked_when_it_could_not_be_recorded():
    def fail(_brought):
        raise StoreError("the disk is full")

    box = box_of(message())

    with pytest.raises(StoreError):
        visit(box, take=fail)
    assert box.seen == []


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"from": "anyone@gmail.example"}, "comes from outside mail.allowed_domains"),
        ({"from": "a@wrenbeck.example.evil.example"}, "comes from outside mail.allowed_domains"),
        ({"from": "a@wrenbeck.example, b@x.example"}, "does not show who sent it"),
        ({"authentication_results": "mx; dmarc=fail"}, "does not show who sent it"),
        ({"auto_submitted": "auto-replied"}, "was written by a program"),
        ({"precedence": "bulk"}, "was written by a program"),
        ({"return_path": "<>"}, "was written by a program"),
        ({"list_id": "<parents.wrenbeck.example>"}, "was written by a program"),
        ({"to": "seen+tollworth@wrenbeck.example"}, "names no school"),
    ],
)
def test_strangers_programs_and_the_undecided_are_left_and_counted(headers, reason):
    box = box_of(message(**headers))

    done, taken = visit(box)

    assert (taken, box.seen) == ([], [])
    assert done.left == ((reason, 1),)


def test_a_message_without_words_is_told_and_left_and_the_next_one_is_read():
    box = box_of(message("   "), message())

    done, taken = visit(box)

    assert (len(taken), box.seen) == (1, [2])
    assert done.problems == (
        "message 1: the message holds no text; copy the words of the post into it",
    )


def test_the_word_behind_the_plus_names_the_school():
    envelope = read_envelope(message(to="seen+st-orrins@wrenbeck.example").as_bytes())

    assert school_of(envelope, schools=(WRENBECK, ST_ORRINS), contacts=(OFFICE,)) == ST_ORRINS


def test_a_person_of_several_schools_must_name_one():
    envelope = read_envelope(message().as_bytes())
    everywhere = replace(OFFICE, schools=frozenset())

    assert school_of(envelope, schools=(WRENBECK, ST_ORRINS), contacts=(everywhere,)) is None
    assert school_of(envelope, schools=(WRENBECK,), contacts=(everywhere,)) == WRENBECK


def test_a_colleague_who_is_no_contact_is_named_by_address_only_as_who_brought_it():
    _, (brought,) = visit(
        box_of(message(**{"from": "kim@wrenbeck.example", "to": "seen+wrenbeck@wrenbeck.example"}))
    )

    assert brought.provenance.brought_by == "kim@wrenbeck.example"
    assert brought.provenance.seen_by == "somebody at wrenbeck.example"
