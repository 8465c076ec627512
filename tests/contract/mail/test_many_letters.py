"""Many letters at once: fake and real, one letter's trouble is never another's."""

import pytest

from orm.errors import Busy, DeliveryError, Unanswered
from orm.mail import mailer
from tests.factories_mail import mail, to_folder, to_server, with_login
from tests.fakes_outbox import telling_mailer
from tests.hostile_mail import Mood, addresses, moods


def mail_to(number, address):
    return mail(number=number, once=f"digest/wrenbeck/2026-W46/{address}", recipient=address)


def sent_to(way_out, count):
    """Send to so many readers; the errors, by the number of the letter."""
    met = {}
    with way_out.batch() as batch:
        for number, address in enumerate(addresses(count)):
            try:
                batch.send(mail_to(number, address))
            except DeliveryError as error:
                met[number] = error
    return met


@pytest.fixture
def post(hostile, ca_file):
    return mailer(with_login(hostile.port, ca_file))


@pytest.mark.parametrize("kind", ["fake", "folder", "smtp"])
def test_many_letters_leave_in_one_batch(kind, tmp_path, hostile, ca_file):
    ways = {
        "fake": telling_mailer(),
        "folder": mailer(to_folder(tmp_path)),
        "smtp": mailer(to_server(hostile.port, ca_file)),
    }

    assert sent_to(ways[kind], 5) == {}


def test_many_letters_take_one_connection_and_a_reset_between_them(post, hostile):
    sent_to(post, 30)

    assert hostile.recipients == list(addresses(30))
    assert hostile.connections == 1
    assert hostile.commands == ["RSET"] * 29


def test_a_batch_without_a_letter_asks_nothing_of_the_server(post, hostile):
    with post.batch():
        pass

    assert hostile.connections == 0


def test_one_refused_reader_of_many_costs_nobody_else_a_letter(post, hostile):
    hostile.refused = frozenset({"reader-3@wrenbeck.example"})

    met = sent_to(post, 6)

    assert [(number, error.permanent) for number, error in met.items()] == [(3, True)]
    assert len(hostile.taken) == 5
    assert hostile.connections == 1


@pytest.mark.parametrize("mood", [Mood.GREY, Mood.BUSY])
def test_a_letter_refused_for_now_leaves_the_connection_to_the_others(post, hostile, mood):
    hostile.mood = moods(Mood.WELL, mood)

    met = sent_to(post, 4)

    assert list(met) == [1]
    assert not met[1].permanent
    assert not isinstance(met[1], Busy)
    assert hostile.connections == 1


@pytest.mark.parametrize("mood", [Mood.HANGS_UP, Mood.CLOSING, Mood.FULL])
def test_a_connection_that_has_served_is_opened_anew_and_nobody_notices(post, hostile, mood):
    hostile.mood = moods(Mood.WELL, mood)

    assert sent_to(post, 4) == {}
    assert hostile.recipients == list(addresses(4))
    assert hostile.connections == 2


@pytest.mark.parametrize("mood", [Mood.HANGS_UP, Mood.CLOSING, Mood.FULL])
def test_a_server_that_takes_nothing_even_anew_says_so_for_everybody(post, hostile, mood):
    hostile.mood = moods(mood)

    met = sent_to(post, 1)

    assert isinstance(met[0], Busy)
    assert hostile.taken == []


def test_a_limit_is_met_with_one_new_connection_and_then_busy(post, hostile):
    hostile.limit = 3

    met = sent_to(post, 4)

    assert isinstance(met[3], Busy)
    assert "421 4.3.2 too many letters" in str(met[3])
    assert (len(hostile.taken), hostile.connections) == (3, 2)


@pytest.mark.parametrize(("mood", "taken"), [(Mood.SILENT, 3), (Mood.LOSES, 2)])
def test_a_server_that_hangs_up_before_its_answer_leaves_one_outcome_unknown(
    post, hostile, mood, taken
):
    hostile.mood = moods(Mood.WELL, mood)

    met = sent_to(post, 3)

    assert [type(error) for error in met.values()] == [Unanswered]
    assert len(hostile.taken) == taken
    assert hostile.connections == 2


def test_a_letter_of_unknown_outcome_is_sent_again_with_the_same_message_id(post, hostile):
    hostile.mood = moods(Mood.SILENT)

    sent_to(post, 1)
    sent_to(post, 1)

    assert list(hostile.copies().values()) == [2]
    assert hostile.versions() == 1


def test_lines_that_begin_with_a_dot_arrive_as_they_were(post, hostile):
    with post.batch() as batch:
        batch.send(mail(text=".\n..\n.two\nend\n", html=""))

    _, content = hostile.taken[0]
    assert content.endswith(b"\r\n\r\n.\r\n..\r\n.two\r\nend\r\n")
