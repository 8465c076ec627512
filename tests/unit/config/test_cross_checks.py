"""What must hold between tables is checked, whatever else is wrong with them."""

import pytest

from tests.factories_config import KIOSK, SMALL, changed, problems, under

SECOND_SCHOOL = '[[schools]]\nid = "st-orrins"\nname = "St Orrin\'s"\ntown = "Harrowmere"\n'


def person(**keys: object) -> str:
    """A further contact of the small file."""
    lines = {
        "id": '"cass"',
        "name": '"Cass Elm"',
        "email": '"cass@wrenbeck.example"',
        "roles": '["slt"]',
    } | keys
    return "[[contacts]]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items())


def term(first: str, last: str) -> str:
    """A term of the calendar."""
    return f"[[calendar.terms]]\nfirst_on = {first}\nlast_on = {last}\n"


TOGETHER = [
    (
        under("network", "spacing_seconds = 0.5"),
        "network.spacing_seconds: is too small for other people's servers; write at least 1",
    ),
    (
        under("network", "lease_seconds = 360.0"),
        (
            "network.lease_seconds: must be longer than 8 times total_seconds (360), or two workers do the same "
            "work"
        ),
    ),
    (
        changed('folder = "outbox"\n', ""),
        'mail.folder: is missing; transport "file" needs a folder like "data/outbox"',
    ),
    (
        changed('transport = "file"', 'transport = "smtp"'),
        'mail.host: is missing; transport "smtp" needs the mail server\'s name',
    ),
    (
        under("mail", 'username = "orm"'),
        "mail.password: is missing; username needs it: env:NAME or file:PATH",
    ),
    (
        under("mail", 'ca_file = "ca.pem"'),
        'mail.ca_file: "ca.pem" is not a file; name a PEM file',
    ),
    (
        under("mail").replace('["wrenbeck.example"]', '["gmail.com", "wrenbeck.example"]'),
        (
            'mail.allowed_domains[0]: "gmail.com" gives an address to anybody; write the school\'s or '
            "trust's own domain"
        ),
    ),
    (
        SMALL + term("2026-09-02", "2026-07-01"),
        "calendar.terms[0].last_on: 2026-07-01 is before first_on (2026-09-02); swap them",
    ),
    (
        SMALL + term("2026-09-02", "2026-12-18") + term("2026-12-18", "2027-03-26"),
        (
            "calendar.terms[1].first_on: 2026-12-18 is not after the term before, which ends on "
            "2026-12-18; write terms in order, none overlapping another"
        ),
    ),
    (
        SMALL + term("2027-01-04", "2027-03-26") + term("2026-09-02", "2026-12-18"),
        (
            "calendar.terms[1].first_on: 2026-09-02 is not after the term before, which ends on "
            "2027-03-26; write terms in order, none overlapping another"
        ),
    ),
    (
        SMALL + SECOND_SCHOOL.replace("st-orrins", "wrenbeck"),
        'schools[1].id: "wrenbeck" is schools[0]\'s id too; give each school its own',
    ),
    (
        SMALL.replace("town =", 'urn = "990101"\ntown =') + SECOND_SCHOOL + 'urn = "990101"\n',
        'schools[1].urn: "990101" is schools[0]\'s urn too; each school has its own',
    ),
    (
        SMALL + person(id='"head"'),
        'contacts[2].id: "head" is contacts[0]\'s id too; give each person their own',
    ),
    (
        SMALL + person(email='"Head@wrenbeck.example"'),
        (
            'contacts[2].email: "head@wrenbeck.example" is contacts[0]\'s email too; give one person '
            "with two roles one entry; people do not share a mailbox"
        ),
    ),
    (
        SMALL + person(email='"cass@tollworth.example"'),
        (
            'contacts[2].email: "tollworth.example" is not in mail.allowed_domains; letters go to '
            "wrenbeck.example only"
        ),
    ),
    (
        SMALL + person(deputy='"heda"'),
        'contacts[2].deputy: no contact has the id "heda"; did you mean "head"?',
    ),
    (
        SMALL + person(deputy='"cass"'),
        "contacts[2].deputy: is the person's own id; name another contact",
    ),
    (
        SMALL + person(schools='["wrenbek"]'),
        'contacts[2].schools[0]: no school has the id "wrenbek"; did you mean "wrenbeck"?',
    ),
    (
        SMALL + person(schools='["zzz"]'),
        'contacts[2].schools[0]: no school has the id "zzz"; known: wrenbeck',
    ),
    (
        changed('["headteacher", "dsl"]', '["headteacher"]'),
        (
            'schools[0]: "wrenbeck" has no dsl (designated safeguarding lead); give a contact the role '
            '"dsl" (one person may hold two)'
        ),
    ),
    (
        changed('["headteacher", "dsl"]', '["dsl"]'),
        (
            'schools[0]: "wrenbeck" has no headteacher; give a contact the role "headteacher" '
            "(one person may hold two)"
        ),
    ),
    (
        changed('["chair"]', '["slt"]'),
        (
            'schools[0]: "wrenbeck" has no chair (cases about the headteacher go there); give a contact '
            'the role "chair" (one person may hold two)'
        ),
    ),
    (
        SMALL.replace('roles = ["chair"]', 'roles = ["chair"]\nschools = ["wrenbeck"]')
        + SECOND_SCHOOL,
        (
            'schools[1]: "st-orrins" has no chair (cases about the headteacher go there); give a contact '
            'the role "chair" (one person may hold two)'
        ),
    ),
    (
        changed('["headteacher", "dsl"]', '["headteacher", "dsl", "chair"]'),
        (
            "contacts[0].roles: the chair cannot be the headteacher too: cases about the headteacher go "
            "to the chair; name two people"
        ),
    ),
    (
        SMALL + '[sources.kiosk]\nshelves = [{ url = "https://k.example", schools = ["x"] }]\n',
        'sources.kiosk.shelves[0].schools[0]: no school has the id "x"; known: wrenbeck',
    ),
]


@pytest.mark.parametrize(("text", "sentence"), TOGETHER, ids=[s[:60] for _, s in TOGETHER])
def test_what_does_not_fit_together_is_told_once(text, sentence):
    assert problems(text, sources=KIOSK) == [sentence]


def test_the_demo_may_fetch_faster_from_its_own_loopback():
    text = under("network", "spacing_seconds = 0", 'allow_addresses = ["127.0.0.0/8"]')

    assert problems(text) == []


def test_one_person_may_be_headteacher_and_safeguarding_lead():
    assert '["headteacher", "dsl"]' in SMALL
    assert problems(SMALL) == []


def test_terms_that_follow_each_other_are_right():
    assert (
        problems(SMALL + term("2026-09-02", "2026-12-18") + term("2027-01-04", "2027-03-26")) == []
    )


def test_a_wrong_contact_does_not_hide_that_the_chair_is_missing():
    text = changed(
        'email = "chair@wrenbeck.example"\nroles = ["chair"]', 'email = "chair"\nroles = []'
    )

    assert problems(text) == [
        'contacts[1].email: "chair" is not an email address; write it like "office@wrenbeck.example"',
        "contacts[1].roles: a list must hold at least one entry",
        (
            'schools[0]: "wrenbeck" has no chair (cases about the headteacher go there); give a contact '
            'the role "chair" (one person may hold two)'
        ),
    ]


def test_a_school_without_an_id_is_told_that_and_not_that_it_is_deserted():
    assert problems(changed('id = "wrenbeck"\n', "")) == [
        'schools[0].id: is missing; write it like id = "wrenbeck"'
    ]


def test_a_missing_bracket_does_not_make_a_school_look_deserted():
    text = changed('roles = ["chair"]', 'roles = ["chair"]\nschools = "wrenbeck"')

    assert problems(text) == [
        'contacts[1].schools: "wrenbeck" must be a list in brackets, like ["one", "two"]'
    ]


def test_a_date_in_quotes_is_compared_like_any_other():
    text = SMALL + term('"2026-12-18"', '"2026-09-02"') + term('"soon"', "2027-03-26T09:00:00")

    assert problems(text) == [
        'calendar.terms[1].first_on: "soon" is not a date; write it without quotes, like 2026-09-01',
        (
            'calendar.terms[1].last_on: "2027-03-26T09:00:00" is not a date; write it without '
            "quotes, like 2026-09-01"
        ),
        "calendar.terms[0].last_on: 2026-09-02 is before first_on (2026-12-18); swap them",
    ]


def test_a_deeply_wrong_file_is_still_told():
    text = (
        SMALL
        + "[[contacts]]\nid = 5\ndeputy = []\n[calendar]\nterms = [5]\n[sources]\nx = [[{}]]\n"
    )

    assert "contacts[2].id: 5 must be text in quotes" in problems(text)


def test_a_wrong_contact_still_counts_for_the_role_it_holds():
    text = changed('email = "chair@wrenbeck.example"', 'email = "chair"')

    assert problems(text) == [
        'contacts[1].email: "chair" is not an email address; write it like "office@wrenbeck.example"'
    ]
