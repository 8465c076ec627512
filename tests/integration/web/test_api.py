"""The read-only interface: what a token opens, and that nothing else is confirmed to exist."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from orm.model.api_tokens import Grant, NewApiToken, digest_of
from tests.factories_desk import NOW, POSTS

FIGURES, SOURCES = (f"/api/v1/schools/wrenbeck/{part}" for part in ("figures", "sources"))
ALL = ("/api/v1/schools", FIGURES, SOURCES)


def token(desk, name="orm_test", **changes):
    fields = {
        "digest": digest_of(name),
        "name": "Trust dashboard",
        "grants": frozenset(Grant),
        "schools": frozenset({"wrenbeck"}),
        "made_by": "shell",
        "made_at": NOW,
        "expires_at": NOW + timedelta(days=30),
        **changes,
    }
    return desk.house.edges.store.api_tokens.make(NewApiToken(**fields))


def asked(desk, path, name="orm_test", client: TestClient | None = None):
    client = client or desk.program()
    return client.get(path, headers={"Authorization": f"Bearer {name}"})


def problem(answer, status):
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    return answer.json()["detail"]


def test_a_token_reads_its_schools_their_figures_and_their_sources(desk):
    token(desk)
    desk.house.plan(spread=timedelta(0))

    assert asked(desk, ALL[0]).json() == {
        "schools": [{"id": "wrenbeck", "name": "Wrenbeck Primary School"}]
    }
    figures = asked(desk, f"{FIGURES}?weeks=4").json()
    assert [week["week"] for week in figures["weeks"]] == [
        f"2026-W{number}" for number in (43, 44, 45, 46)
    ]
    assert figures["weeks"][0]["posts"] is None  # nobody watched: no number, and not nought
    sources = asked(desk, SOURCES).json()["sources"]
    assert "gdelt" in {each["name"] for each in sources}
    assert all(each["pages_read"] == 0 for each in sources)


def test_no_word_of_a_post_is_in_any_answer(desk):
    token(desk)
    for path in ALL:
        text = asked(desk, path).text
        assert not [post for post in POSTS.values() if post[:40] in text]
        assert not [ref for ref in desk.cases.values() if ref in text]


@pytest.mark.parametrize("path", [*ALL, "/api/v1/schools/nowhere/figures"])
@pytest.mark.parametrize("name", ["", "orm_other", "orm_test ", "ORM_TEST", "x" * 5000])
def test_without_a_token_that_works_nothing_is_told(desk, path, name):
    token(desk)
    if name == "orm_test ":
        name = "orm_tesT"

    answer = asked(desk, path, name) if name else desk.program().get(path)

    problem(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_session_of_the_desk_opens_nothing_here(desk):
    for path in ALL:
        problem(desk.browser("head").get(path), 401)


@pytest.mark.parametrize(
    "changes",
    [{"expires_at": NOW}, {"expires_at": NOW - timedelta(days=1)}],
    ids=["just over", "long over"],
)
def test_a_token_whose_time_is_over_opens_nothing(desk, changes):
    token(desk, **changes)

    problem(asked(desk, ALL[0]), 401)


def test_an_ended_token_opens_nothing(desk):
    made = token(desk)
    assert asked(desk, ALL[0]).status_code == 200
    desk.house.edges.store.api_tokens.end(made.number, by="shell", now=NOW)

    problem(asked(desk, ALL[0]), 401)


def test_another_school_is_answered_like_one_that_does_not_exist(desk):
    token(desk)
    answers = [
        asked(desk, f"/api/v1/schools/{school}/{part}")
        for school in ("st-orrins", "nowhere", "..%2f", "wrenbeck%00")
        for part in ("figures", "sources")
    ]

    assert len({answer.text for answer in answers}) == 1
    for answer in answers:
        problem(answer, 404)


@pytest.mark.parametrize(
    ("grant", "opens", "shut"),
    [(Grant.FIGURES, FIGURES, SOURCES), (Grant.SOURCES, SOURCES, FIGURES)],
)
def test_a_token_reads_the_parts_that_it_names_only(desk, grant, opens, shut):
    token(desk, grants=frozenset({grant}))

    assert asked(desk, opens).status_code == 200
    refused = asked(desk, shut)
    problem(refused, 403)
    assert asked(desk, shut.replace("wrenbeck", "nowhere")).text == refused.text


@pytest.mark.parametrize("weeks", ["0", "105", "-1", "x", "1.5", "", "9" * 40, "<script>"])
def test_a_question_that_cannot_be_read_is_refused_without_repeating_it(desk, weeks):
    token(desk)

    answer = desk.program().get(
        FIGURES, params={"weeks": weeks}, headers={"Authorization": "Bearer orm_test"}
    )

    problem(answer, 422)
    assert "<script>" not in answer.text


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("path", ALL)
def test_nothing_can_be_changed(desk, method, path):
    token(desk)
    answer = getattr(desk.program(), method)(path, headers={"Authorization": "Bearer orm_test"})

    problem(answer, 404)


def test_a_token_that_asks_too_often_waits_and_another_does_not(desk):
    token(desk)
    token(desk, "orm_second")
    client = desk.program()
    answers = [asked(desk, ALL[0], client=client) for _ in range(121)]

    assert [answer.status_code for answer in answers[:120]] == [200] * 120
    problem(answers[120], 429)
    assert asked(desk, ALL[0], "orm_second", client=client).status_code == 200


def test_guessing_tokens_is_slowed_down(desk):
    client = desk.program()
    codes = [asked(desk, ALL[0], f"orm_{n}", client=client).status_code for n in range(40)]

    assert codes == [401] * 30 + [429] * 10


def test_a_use_is_in_the_audit_trail_without_the_token(desk):
    made = token(desk)
    asked(desk, ALL[0])

    lines = desk.desk.door.audit(NOW - timedelta(days=1), frozenset({"wrenbeck"}), 50)
    used = [line for line in lines if line.action == "api-token-used"]
    assert [line.subject for line in used] == [f"api token {made.number}"]
    assert "orm_test" not in repr(lines)


def test_the_description_is_openapi_and_every_reference_in_it_leads_somewhere(desk):
    document = desk.program().get("/api/v1/openapi.json").json()

    assert document["openapi"].startswith("3.")
    assert set(document["paths"]) == {
        "/schools",
        "/schools/{school_id}/figures",
        "/schools/{school_id}/sources",
    }
    for path in document["paths"].values():
        assert set(path) == {"get"}
        assert {"200", "401", "429"} <= set(path["get"]["responses"])
        assert path["get"]["security"] == [{"HTTPBearer": []}]
    for reference in _references(document):
        part = document
        for step in reference.removeprefix("#/").split("/"):
            part = part[step]


def _references(value):
    if isinstance(value, dict):
        for key, each in value.items():
            yield from [each] if key == "$ref" else _references(each)
    if isinstance(value, list):
        for each in value:
            yield from _references(each)


@pytest.mark.parametrize("path", ["/api/v1/docs", "/api/v1/redoc", "/api/v1", "/api/v1/"])
def test_no_page_with_a_strangers_script_is_served(desk, path):
    answer = desk.program().get(path)

    assert answer.status_code in {404, 307}
    assert "<script" not in answer.text


def test_every_answer_has_the_desks_guards(desk):
    token(desk)
    for answer in (asked(desk, ALL[0]), asked(desk, ALL[0], "no"), asked(desk, "/api/v1/x")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
