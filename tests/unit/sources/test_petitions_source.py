"""Petitions: what is asked, what does not count as an edit, and where the pages end."""

import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.model.polls import Scope
from orm.model.schools import SchoolId, Watch
from sources.petitions import Petitions, PetitionsOptions
from tests.factories_sources import WRENBECK, response


def petition(**says: object) -> dict[str, object]:
    attributes = {"action": "Fund a crossing", "state": "open", "background": "Now.", **says}
    return {"type": "petition", "id": 7, "attributes": attributes}


def body(*found: object, more: bool = False) -> str:
    after = "https://elsewhere.example/petitions.json?page=2" if more else None
    return json.dumps({"links": {"next": after}, "data": list(found)})


def read(text: str):
    return Petitions().parse(response(text, source="petitions", url="https://saved.example/"))


def test_a_school_is_searched_for_by_its_broadest_name():
    (request,) = Petitions().plan(WRENBECK)

    assert parse_qs(urlsplit(request.url).query) == {
        "q": ["Wrenbeck Primary"],
        "state": ["all"],
        "page": ["1"],
    }
    assert request.scope is Scope.OPEN


def test_a_school_known_only_by_initials_is_not_searched_for():
    assert tuple(Petitions().plan(Watch(SchoolId("x"), "WPS"))) == ()


def test_more_signatures_are_no_edit():
    few, many = (read(body(petition(signature_count=n, updated_at=str(n)))) for n in (1, 5_000))

    assert few.items == many.items


def test_a_petition_that_closes_keeps_its_identity():
    (before,) = read(body(petition())).items
    (after,) = read(body(petition(state="closed"))).items

    assert before.identity == after.identity
    assert before.text != after.text


def test_the_creator_is_not_read():
    page = read(body(petition(creator_name="Odile Farr")))

    assert "Odile" not in repr(page)


@pytest.mark.parametrize("state", ["hidden", "removed", "stopped"])
def test_a_petition_that_is_not_shown_is_no_item_and_no_failure(state):
    page = read(body(petition(state=state)))

    assert page.items == ()
    assert len(page.skipped) == 1


@pytest.mark.parametrize("state", [None, [], {"a": 1}, 3])
def test_a_state_that_is_no_word_does_not_hide_a_petition(state):
    assert len(read(body(petition(state=state))).items) == 1


def test_pages_are_counted_in_our_own_address_and_end():
    source = Petitions(PetitionsOptions(pages=3))
    (request,) = source.plan(WRENBECK)
    seen = []
    for _ in range(10):
        answer = replace(response(body(petition(), more=True), url=request.url), request=request)
        page = source.parse(answer)
        if not page.follow:
            break
        (request,) = page.follow
        seen.append(parse_qs(urlsplit(request.url).query)["page"][0])
        assert urlsplit(request.url).netloc == "petition.parliament.uk"

    assert seen == ["2", "3"]


@pytest.mark.parametrize(
    "options", [{"state": "burning"}, {"pages": 0}, {"pages": 6}, {"base_url": "x y"}]
)
def test_options_that_the_site_cannot_take_stop_the_start(options):
    with pytest.raises(ValueError, match=r"state|pages|address"):
        PetitionsOptions(**options)
