"""The file that `orm init` writes loads, whatever the school is called."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orm.config.starting import Answers, answers_from_register, template, tidy
from orm.errors import ConfigError
from orm.model.schools import Namesake, Role, School, SchoolId
from tests.factories_config import KIOSK, read

ANSWERS = Answers(
    school="St Orrin's C of E Primary School",
    town="Harrowmere",
    postcode="hm4 7qt",
    website="st-orrins.example",
    email="head@st-orrins.example",
    chair_email="chair@mereside.example",
)
REGISTERED = School(
    id=SchoolId("urn-990102"),
    name="St Orrin's C of E Primary School",
    town="Harrowmere",
    former_names=("Harrowmere Church School",),
    county="Eastmarch",
    postcode="HM4 7QT",
    local_authority="Eastmarch Council",
    urn="990102",
    website="https://st-orrins.example",
    trust="Mereside Learning Trust",
    school_type="Primary, Academy converter",
    namesakes=(
        Namesake("St Orrin's School, Tollworth", "another school of this name in Tollworth"),
        Namesake("St Orrin's Academy, Dunmarch", "another school of this name in Dunmarch"),
    ),
)


def test_five_answers_make_a_file_that_loads():
    config = read(template(replace(ANSWERS, chair_email="")), sources=KIOSK)

    assert config.schools == (
        School(
            id=SchoolId("st-orrins-c-of-e-primary-school"),
            name="St Orrin's C of E Primary School",
            town="Harrowmere",
            postcode="HM4 7QT",
            website="https://st-orrins.example",
        ),
    )


def test_the_headteacher_leads_safeguarding_until_somebody_else_is_named():
    head, chair = read(template(ANSWERS)).contacts

    assert head.email == "head@st-orrins.example"
    assert head.roles == frozenset({Role.HEADTEACHER, Role.DSL})
    assert chair.email == "chair@mereside.example"
    assert chair.roles == frozenset({Role.CHAIR})


def test_letters_may_go_to_the_domains_of_both_and_to_no_other():
    assert read(template(ANSWERS)).mail.allowed_domains == (
        "st-orrins.example",
        "mereside.example",
    )


def test_a_chair_nobody_named_is_called_a_guess_in_the_file():
    assert "is a guess" in template(replace(ANSWERS, chair_email=""))
    assert "is a guess" not in template(ANSWERS)


def test_what_the_register_knows_reaches_the_file():
    text = template(ANSWERS, registered=REGISTERED)

    assert read(text).schools == (
        replace(REGISTERED, id=SchoolId("st-orrins-c-of-e-primary-school")),
    )


def test_the_register_answers_all_but_the_people():
    assert answers_from_register(REGISTERED) == {
        "school": "St Orrin's C of E Primary School",
        "town": "Harrowmere",
        "postcode": "HM4 7QT",
        "website": "https://st-orrins.example",
    }


def test_what_the_register_does_not_know_is_left_to_be_asked():
    assert "website" not in answers_from_register(replace(REGISTERED, website=""))


def test_the_sources_stand_in_the_file_with_their_keys():
    assert "[sources.kiosk]" in template(ANSWERS, source_options=KIOSK)


def test_every_answer_that_cannot_be_used_is_told_at_once():
    wrong = Answers(
        school=" ",
        town="",
        postcode="HM4",
        website="our website",
        email="head",
        chair_email="chair@gmail.com",
    )

    with pytest.raises(ConfigError) as caught:
        template(wrong)

    assert [problem.partition(":")[0] for problem in caught.value.problems] == [
        "school",
        "town",
        "postcode",
        "website",
        "email",
        "chair_email",
    ]


def test_the_chair_and_the_headteacher_do_not_share_a_mailbox():
    with pytest.raises(ConfigError, match="do not share"):
        template(replace(ANSWERS, chair_email="Head@st-orrins.example"))


def test_one_answer_can_be_tidied_while_a_person_types():
    assert tidy("postcode", " hm47qt ") == "HM4 7QT"
    with pytest.raises(ConfigError, match="is not an email address"):
        tidy("email", "head at school")


@settings(deadline=None)
@given(st.text(), st.text())
def test_a_school_of_any_name_in_any_town_loads_or_is_told(school, town):
    try:
        text = template(replace(ANSWERS, school=school, town=town))
    except ConfigError:
        return

    (read_back,) = read(text).schools
    assert (read_back.name, read_back.town) == (" ".join(school.split()), " ".join(town.split()))
