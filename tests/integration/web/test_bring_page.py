"""Bring a post in: typed, as a message or as a sheet; by content, and never a picture."""

import pytest

from orm.model.schools import SchoolId
from tests.factories_desk import POSTS
from tests.factories_intake import message
from tests.factories_mentions import part

HERE = SchoolId("wrenbeck")
GOOD = {
    "platform": "facebook_group",
    "text": POSTS["complaint"] + " Once more.",
    "url": "",
    "seen_by": "office",
    "how": "a parent showed it at the gate",
    "seen_at": "",
}
SHEET = (
    b"platform,seen_by,how,text\n"
    b"mumsnet,office,in my own feed,Thank you Wrenbeck Primary School for the fair\n"
    b"nowhere,office,in my own feed,Wrenbeck Primary School again\n"
    b"netmums,KM,in my own feed,Wrenbeck Primary School has poor communication\n"
)
PICTURES = [
    b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    b"\xff\xd8\xff\xe0" + b"\0" * 40,
    b"GIF89a" + b"\0" * 20,
    b"RIFF\x24\0\0\0WEBPVP8 ",
    b"\0\0\0\x18ftypheic" + b"\0" * 20,
    b"<svg xmlns='http://www.w3.org/2000/svg'></svg>",
    b"BM\x36\x10\0\0\0\0\0\0" + b"\0" * 30,
]


def hand_in(desk, person, content=None, name="posts.csv", **fields):
    browser = desk.browser(person)
    page = browser.get("/bring")
    mark = part(r'name="form_token" value="([^"]+)"', page.text)
    files = {"file": (name, content, "text/plain")} if content is not None else None
    return browser.post("/bring", data={"form_token": mark, **fields}, files=files)


def posts(desk, school=HERE):
    return desk.house.edges.store.mentions(school, most=500)


@pytest.mark.parametrize("person", ["head", "comms", "it", "chair"])
def test_everybody_who_signs_in_brings_a_post_in(desk, person):
    before = len(posts(desk))

    answer = hand_in(desk, person, **GOOD)

    assert answer.status_code == 200
    assert "It is about Wrenbeck Primary School." in answer.text
    assert len(posts(desk)) == before + 1


def test_a_post_that_is_brought_twice_is_known(desk):
    answer = hand_in(desk, "comms", **{**GOOD, "text": POSTS["praise"] + " Really."})

    assert "this post is new" in answer.text
    again = hand_in(desk, "comms", **{**GOOD, "text": POSTS["praise"] + " Really."})
    assert "the desk knew this post already" in again.text


def test_a_case_is_shown_to_who_may_open_it_and_to_nobody_else(desk):
    text = POSTS["safeguarding"] + " Seen again."

    by_it = hand_in(desk, "it", **{**GOOD, "text": text})
    by_dsl = hand_in(desk, "dsl", **{**GOOD, "text": text})

    assert "/cases/" not in by_it.text
    assert "/cases/" in by_dsl.text


def test_a_sheet_is_taken_row_by_row_and_says_what_is_wrong(desk):
    before = len(posts(desk))

    answer = hand_in(desk, "comms", SHEET)

    assert answer.status_code == 200
    assert "2 posts taken in" in answer.text
    assert "line 3: platform" in answer.text
    assert len(posts(desk)) == before + 2


def test_a_sheet_without_a_good_row_is_refused_with_the_reasons(desk):
    answer = hand_in(desk, "comms", b"name,words\na,b\n")

    assert answer.status_code == 422
    assert "the column platform, seen_by, how, text is missing" in answer.text


def test_a_message_is_read_without_its_pictures(desk):
    mail = message(POSTS["complaint"] + " By email.")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="screen.png")
    before = len(posts(desk))

    answer = hand_in(desk, "comms", mail.as_bytes(), "post.eml")

    assert answer.status_code == 200
    assert "screen.png" in answer.text
    assert "do not view, copy or send it" in answer.text
    assert len(posts(desk)) == before + 1


@pytest.mark.parametrize(
    ("content", "name"),
    [(PICTURES[0], "post.eml"), (PICTURES[0], "x"), *((each, "posts.csv") for each in PICTURES)],
    ids=range(len(PICTURES) + 2),
)
def test_a_picture_is_refused_whatever_it_is_called(desk, content, name):
    before = len(posts(desk))

    answer = hand_in(desk, "comms", content, name)

    assert answer.status_code == 422
    assert "do not view, copy or send it" in answer.text.replace("\n", " ")
    assert "designated safeguarding lead (DSL)" in answer.text
    assert len(posts(desk)) == before


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7 something", "This is no text."),
        (b"PK\x03\x04 something", "This is no text."),
        (b"words\0words", "This is no text."),
        (b"   \n", "The file is empty."),
    ],
)
def test_a_file_that_is_no_text_is_refused(desk, content, says):
    answer = hand_in(desk, "comms", content)

    assert answer.status_code == 422
    assert says in answer.text


def test_a_trust_reader_says_which_school_it_is_about(desk):
    text = "Thank you St Orrin's C of E Primary School, Harrowmere, for the fair"
    without = hand_in(desk, "trust", **{**GOOD, "text": text})
    assert without.status_code == 422
    assert "Choose the school that it is about." in without.text
    assert "for the fair" in without.text

    chosen = hand_in(desk, "trust", **{**GOOD, "text": text, "school": "st-orrins"})

    assert chosen.status_code == 200
    assert len(posts(desk, SchoolId("st-orrins"))) == 1


def test_a_sheet_cannot_name_a_school_that_is_not_theirs(desk):
    sheet = SHEET.replace(b"text\n", b"text,school\n").replace(b"fair\n", b"fair,st-orrins\n")
    before = len(posts(desk, SchoolId("st-orrins")))

    hand_in(desk, "comms", sheet)

    assert len(posts(desk, SchoolId("st-orrins"))) == before


def test_a_missing_field_keeps_what_was_typed(desk):
    answer = hand_in(desk, "comms", **{**GOOD, "how": ""})

    assert answer.status_code == 422
    assert "Say how it was seen" in answer.text
    assert "Once more." in answer.text


def test_nobody_brings_anything_without_signing_in(desk):
    assert desk.client().get("/bring").headers["location"].startswith("/sign-in")
    assert desk.press(desk.client(), "/bring", **GOOD).status_code == 403
