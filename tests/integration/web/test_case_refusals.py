"""What a case's pages refuse: half-filled, hostile, stale or foreign forms. Nothing is changed by any."""

from html import unescape

import pytest

from tests.factories_case_pages import Person, moved, step
from tests.factories_desk import desk_again, laid_out

LONG = "x" * 2001
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}\u202e</textarea>"


@pytest.fixture(scope="module")
def desk(filled, tmp_path_factory):
    """One desk for all that changes nothing."""
    folder = laid_out(filled, tmp_path_factory.mktemp("refusals") / "desk")
    with desk_again(folder, f"sqlite:///{folder}/orm.db") as desk:
        yield desk


@pytest.fixture
def head(desk):
    return Person(desk, "head", "abuse")


@pytest.fixture
def unchanged(desk):
    """The record of the abusive post's case; the test ends with the same."""
    before = desk.house.edges.store.case(desk.cases["abuse"]).events
    yield
    assert desk.house.edges.store.case(desk.cases["abuse"]).events == before


WHOLE = {
    "author": {"author": "parent", "reason": "says so"},
    "gate": {
        "target": "staff",
        "statement": "abuse",
        "checked": "nothing",
        "harm": "a teacher is hurt",
        "gentler": "tried",
        "concern": "none",
        "reason": "read it",
    },
    "talk": {"reason": "rang"},
    "complaint": {"underneath": "answered", "reason": "met"},
    "support": {"role": "a Year 4 teacher", "reason": "talked"},
    "note": {"reason": "seen"},
    "classify": {"kind": "T4", "severity": "2", "letter": "", "reason": "it is a complaint"},
    "assign": {"owner": "slt", "reason": "away"},
    "hold": {"reason": "police"},
    "seal": {"reason": "a child"},
    "close": {"ending": "stays", "lesson": "", "reason": "fair"},
}
"""Every step's form, filled in."""

MISSING = [
    (name, field)
    for name, fields in WHOLE.items()
    for field in fields
    if (name, field) not in {("classify", "letter"), ("close", "lesson")}
]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(("name", "field"), MISSING)
def test_a_step_without_one_of_its_answers_says_which_and_keeps_the_rest(head, name, field):
    answer = head.send(f"/steps/{name}", **{**WHOLE[name], field: ""})

    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    if field != "reason":
        assert WHOLE[name]["reason"] in answer.text


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(("name", "field"), MISSING)
@pytest.mark.parametrize("typed", [LONG, "no such answer\x00"], ids=["long", "odd"])
def test_an_answer_that_is_too_long_or_odd_is_refused_beside_its_field(head, name, field, typed):
    answer = head.send(f"/steps/{name}", **{**WHOLE[name], field: typed})

    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("name", sorted(WHOLE))
def test_a_hostile_reason_is_kept_as_text_and_never_obeyed(head, name):
    answer = head.send(f"/steps/{name}", **{**WHOLE[name], "reason": HOSTILE})

    assert answer.status_code == 422
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "49" not in answer.text.partition("&lt;script&gt;")[2][:60]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("seen", ["", "x", "-1", "\u0663", "9" * 30])
def test_a_form_that_does_not_say_what_it_showed_is_sent_again(head, seen):
    answer = head.send("/steps/note", reason="as typed", seen=seen)

    assert answer.status_code == 409
    assert "as typed" in answer.text


@pytest.mark.usefixtures("unchanged")
def test_a_form_without_its_token_changes_nothing(head):
    answer = head.browser.post(f"/cases/{head.ref}/steps/note", data={"reason": "x", "seen": "1"})

    assert answer.status_code == 403


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("who", "word"),
    [
        ("other-head", "abuse"),
        ("head", "about-head"),
        ("trust", "safeguarding"),
        ("comms", "abuse"),
        ("chair", "abuse"),
        ("it", "abuse"),
        ("dpo", "threat"),
    ],
)
@pytest.mark.parametrize(
    "path",
    [
        "",
        "/steps/note",
        "/routes/no-action",
        "/papers/posh",
        "/papers/posh.pdf",
        "/sheets/dsl-note",
        "/look",
        "/evidence",
        "/open/1",
    ],
)
def test_who_may_not_open_a_case_finds_none_of_its_pages(desk, who, word, path):
    person = Person(desk, who, word)

    assert person.look(path).status_code == 404


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("path", ["/steps/note", "/look", "/evidence/check", "/evidence/package"])
@pytest.mark.parametrize("who", ["other-head", "comms", "it"])
def test_who_may_not_open_a_case_presses_nothing(desk, who, path):
    person = Person(desk, who, "abuse")
    answer = desk.press(person.browser, f"/cases/{person.ref}{path}", reason="x", seen="2")

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/cases/0000-0000",
        "/cases/abcd",
        "/cases/%00",
        "/cases/' OR 1=1",
        "/cases?school=st-orrins",
        "/sealed",
    ],
)
def test_what_is_not_there_or_not_for_the_head_is_not_found(desk, path):
    assert desk.browser("head").get(path).status_code == 404


def test_a_mark_of_a_list_that_is_none_shows_the_first_page(desk):
    listed = desk.browser("head").get("/cases?after=x~y&state=?").text

    assert "Hurtful words about a person" in listed


@pytest.mark.parametrize(
    "path", ["/steps/", "/steps/x", "/routes/x", "/sheets/scope", "/open/0", "/open/9", "/open/x"]
)
def test_a_page_that_a_case_does_not_have_is_not_found(head, path):
    assert head.look(path).status_code == 404


@pytest.mark.usefixtures("unchanged")
def test_a_shut_route_says_why_in_words_and_takes_no_form(desk, head):
    shown = unescape(head.look("/routes/deletion-request").text)
    pressed = head.send("/routes/deletion-request/propose", "/routes/deletion-request", reason="x")

    assert "answer the questions of gate G2 first" in shown
    assert "G2 is “Free expression”" in shown
    assert pressed.status_code == 403
    assert desk.house.edges.store.case(head.ref).case.state == "NEW"


@pytest.mark.usefixtures("unchanged")
def test_a_sheet_without_its_facts_keeps_what_was_typed(head):
    answer = head.send("/sheets/dsl-note", **{"fact-concern_line": "marks on arms"})

    assert answer.status_code == 422
    assert "marks on arms" in answer.text
    assert 'href="#f-fact-danger"' in answer.text


class TestChanging:
    """On a desk of its own: what somebody else did meanwhile."""

    @pytest.fixture
    def own(self, filled, in_turn):
        folder = laid_out(filled, in_turn / "desk")
        with desk_again(folder, f"sqlite:///{folder}/orm.db") as desk:
            yield desk

    def test_a_stale_form_is_refused_once_and_then_taken(self, own):
        head, deputy = Person(own, "head", "abuse"), Person(own, "deputy", "abuse")
        seen = str(own.house.edges.store.case(head.ref).events[-1].seq)
        step(deputy, "note", reason="I rang the parent")

        stale = head.send("/steps/talk", reason="offered to meet", seen=seen)
        again = own.press(
            head.browser, f"/cases/{head.ref}/steps/talk", **self._hidden(stale), reason="offered"
        )

        assert (stale.status_code, "Somebody else acted" in stale.text) == (409, True)
        assert "offered to meet" in stale.text
        assert again.status_code == 303

    @staticmethod
    def _hidden(answer):
        place = answer.text.index('name="seen" value="') + len('name="seen" value="')
        return {"seen": answer.text[place:].partition('"')[0]}

    def test_a_form_for_a_stage_that_is_over_shows_what_was_typed(self, own):
        head, deputy = Person(own, "head", "complaint"), Person(own, "deputy", "complaint")
        seen = str(own.house.edges.store.case(head.ref).events[-1].seq)
        moved(deputy, "note-theme", "propose")

        answer = own.press(
            head.browser,
            f"/cases/{head.ref}/routes/note-theme/propose",
            seen=seen,
            reason="trips and lists",
        )

        assert answer.status_code == 409
        assert "cannot be proposed now" in answer.text
        assert "trips and lists" in answer.text

    def test_reading_a_serious_case_makes_nobodys_form_stale(self, own):
        head, deputy = Person(own, "head", "threat"), Person(own, "deputy", "threat")
        head.look()
        seen = str(own.house.edges.store.case(head.ref).events[-1].seq)
        deputy.look()

        answer = own.press(
            head.browser, f"/cases/{head.ref}/steps/note", seen=seen, reason="rang 101"
        )

        assert answer.status_code == 303

    def test_who_gives_a_case_away_is_led_to_the_list(self, own):
        head = Person(own, "head", "abuse")

        assert step(head, "assign", owner="chair") == "/cases?done=handed-on"
        assert head.look().status_code == 404

    def test_who_seals_a_case_beside_the_team_is_led_to_the_list(self, own):
        leader = Person(own, "trust", "abuse")

        assert step(leader, "seal", reason="a child is named") == "/cases?done=handed-on"
        assert leader.look().status_code == 404

    def test_who_may_not_approve_is_told_who_may_and_gets_no_form(self, own):
        head = Person(own, "head", "complaint")
        moved(
            head,
            "complaints",
            "propose",
            **{
                "fact-school_address": "Mill Lane",
                "fact-issue": "a trip list",
                "fact-recipient": "Ms Example",
                "fact-complaint_stage": "informal",
                "fact-complaint_timescale": "ten school days",
            },
        )

        comms = Person(own, "comms", "complaint").look("/routes/complaints").text

        assert "Approving is for" in comms
        assert 'action="/cases' not in comms
