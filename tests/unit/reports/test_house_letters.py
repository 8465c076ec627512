"""What the house tells of itself and of waves: figures, names of places, references, and no more."""

from dataclasses import replace
from datetime import date

import pytest

from orm.leaks.marks import marks
from orm.leaks.screen import Screen
from orm.model.cases import CaseRef
from orm.model.house_alerts import HouseAlert, KeyEnd, Matter, Outage
from orm.model.letters import LetterKind
from orm.model.settings import DigestRules
from reports.held import instead_of
from reports.house_alert import key_letter, silence_letter, spike_letter
from reports.wave import wave_letter
from tests.factories_leaks import LICENCE
from tests.factories_reminding import HEAD, ST_ORRINS, WRENBECK, utc
from tests.factories_weeks import school

NOW = utc("2026-11-18 09:00")
RULES = DigestRules()
SCHOOL = school()
OTHER = school(id=ST_ORRINS, name="St Orrin's C of E Primary School")
SPIKE = HouseAlert("spike/wrenbeck/1", Matter.SPIKE, WRENBECK, NOW, 23, 2.0)
KEY = KeyEnd("youtube", "main", date(2027, 1, 15), "3-days", over=False)
REFS = [CaseRef(f"K7QD-20{n:02d}") for n in range(7)]


def outage(source, *, unread=True):
    return Outage(WRENBECK, source, NOW, unread=unread)


def silence(*found, schools=(SCHOOL,)):
    return silence_letter("silence/x", found, schools=schools, reader=HEAD, rules=RULES)


def spike(alert=SPIKE):
    return spike_letter(alert, school=SCHOOL, reader=HEAD, rules=RULES)


def key(found=KEY):
    return key_letter("key/x", found, school=SCHOOL, reader=HEAD, rules=RULES)


def wave(refs=REFS):
    return wave_letter("alerts/wrenbeck/4", refs, school=SCHOOL, recipient=HEAD.email, rules=RULES)


EVERY = {
    "More is being said than usual": (
        spike(),
        "23 mentions in the 24 hours until Wed 18 Nov, 09:00; usually 2 a day.",
    ),
    "quiet school": (spike(replace(SPIKE, usual=0.0)), "usually none on most days."),
    "Some of what we read has stopped": (
        silence(outage("guardian"), outage("gdelt", unread=False), outage("guardian")),
        "The Guardian. Read, but with nothing new for longer than is normal: GDELT news index.",
    ),
    "of several schools": (
        silence(outage("guardian"), schools=(SCHOOL, OTHER)),
        "The Guardian. Of 2 schools.",
    ),
    "unknown source": (silence(outage("kiosk")), "Not read any more: another place."),
    "Nothing can be read any more": (
        silence(outage("")),
        "None of the places that we read has answered since Wed 18 Nov, 09:00.",
    ),
    "A key ends soon": (key(), "The last day of the key for YouTube is Fri 15 Jan."),
    "A key has ended": (
        key(replace(KEY, over=True)),
        "The last day of the key for YouTube was Fri 15 Jan.",
    ),
    "7 more cases need you today": (
        wave(),
        "K7QD-2000, K7QD-2001, K7QD-2002, K7QD-2003, K7QD-2004 and 2 more.",
    ),
    "1 more case needs you today": (wave(REFS[:1]), "those that you were told of: K7QD-2000."),
}


@pytest.mark.parametrize("name", EVERY)
def test_a_letter_says_its_figures_and_passes_the_safety_check(name):
    letter, says = EVERY[name]

    assert name[0].islower() or letter.subject == name
    assert says in " ".join(letter.text.split())
    assert marks(letter, LICENCE) == frozenset()


@pytest.mark.parametrize(
    ("letter", "subject"),
    [
        (spike(), "Something about the program needs you"),
        (wave(), "More cases need you today"),
        (
            replace(spike(), kind=LetterKind.MESSAGE, once=f"message/teams/{spike().once}"),
            "Something about the program needs you",
        ),
        (
            replace(
                wave(), kind=LetterKind.MESSAGE, once="message/teams/alert/K7QD-2MX9/head/opened-s3"
            ),
            "Case K7QD-2MX9 needs you today",
        ),
    ],
)
def test_what_goes_instead_of_a_held_one_is_no_emergency(letter, subject):
    screen = Screen(LICENCE, lambda held: instead_of(held, rules=RULES))
    (neutral,) = screen.neutral(letter)

    assert (neutral.subject, neutral.recipient) == (subject, letter.recipient)
