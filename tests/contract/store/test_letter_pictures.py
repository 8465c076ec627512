"""Pictures of letters: kept once, given back in order, and gone with the time of their letters."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from orm.model.letters import LetterKind, fingerprint
from orm.model.settings import Retention
from orm.model.weeks import Week
from orm.retention import cutoffs
from tests.databases import known
from tests.factories_pictures import picture
from tests.factories_store import LEASE, NOW, WRENBECK, letter_of
from tests.factories_trends import HEAD_SIGHT

ONE, TWO = picture(1), picture(2)
DAY = timedelta(days=1)


def digest(who: str, *pictures, **changes):
    fields = {"kind": LetterKind.DIGEST, "cleared": True, "pictures": pictures, **changes}
    return letter_of(f"digest/wrenbeck/2026-W46/{who}", **fields)


def queue(store, *letters):
    store.queue_week(WRENBECK, Week(2026, 46), letters, now=NOW)


def claim(store):
    return store.claim_mail(now=NOW, worker="m1", lease=LEASE, limit=10)


def kept(url):
    return known(url).read(lambda c: c.execute(text("SELECT count(*) FROM pictures")).scalar_one())


def purge(store, *, days):
    now = NOW + days * DAY
    store.purge(cutoffs(Retention(), now=now), now=now)


def test_letters_come_back_with_their_pictures_and_share_what_they_have_in_common(store, url):
    letters = (
        digest("head", TWO, ONE),
        digest("deputy", ONE),
        digest("it"),
        letter_of("a", pictures=(TWO,)),
    )
    queue(store, *letters)
    queue(store, *letters)

    given = {mail.letter.once: mail for mail in claim(store)}

    assert [given[each.once].letter.pictures for each in letters] == [
        (TWO, ONE),
        (ONE,),
        (),
        (TWO,),
    ]
    assert given[letters[0].once].cleared_as == fingerprint(given[letters[0].once].letter)
    assert [mail.letter.pictures for mail in store.outbox()] == [each.pictures for each in letters]
    assert kept(url) == 2


def test_a_picture_that_somebody_changed_makes_another_letter(store, url):
    queue(store, digest("head", ONE))
    change = text("UPDATE pictures SET png = :png")
    known(url).write(lambda c: c.execute(change, {"png": TWO.png}))

    (mail,) = claim(store)

    assert mail.cleared_as != fingerprint(mail.letter)


def test_a_reader_gets_the_pictures_with_one_of_their_digests(store):
    queue(store, digest("head", ONE, TWO))
    (listed,) = store.shelf.digests_to(HEAD_SIGHT, "head@wrenbeck.example", WRENBECK, most=9)

    opened = store.shelf.digest_to(HEAD_SIGHT, "head@wrenbeck.example", listed.id)

    assert opened == replace(listed, pictures=(ONE, TWO))


def test_pictures_go_with_the_time_of_the_last_letter_that_shows_them(store, url):
    queue(store, digest("head", ONE, TWO), digest("deputy", ONE))
    for mail in claim(store):
        if mail.letter.once.endswith("head"):
            store.mail_sent(mail.id, worker="m1", now=NOW)

    purge(store, days=90)
    assert kept(url) == 2

    purge(store, days=91)
    sent, waiting = store.outbox()
    assert (sent.letter.pictures, waiting.letter.pictures) == ((), (ONE,))
    assert kept(url) == 1
