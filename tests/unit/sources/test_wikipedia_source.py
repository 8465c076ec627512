"""Wikipedia: what is asked, what an edit says, and what ends."""

import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import Gone, RateLimited, Refused, Unreachable, Unreadable
from orm.model.polls import Scope
from orm.model.schools import SchoolId, Watch
from sources._parsing.wikitext import lines_put_in, words
from sources.wikipedia import Article, Wikipedia, WikipediaOptions
from tests.factories_sources import ST_ORRINS, WRENBECK, response

ARTICLE = Article("Wrenbeck Primary School", schools=("wrenbeck",))
BOTH = Wikipedia(WikipediaOptions(articles=(ARTICLE,)))
ARTICLES = Wikipedia(WikipediaOptions(articles=(ARTICLE,), search=False))
HIT = {"ns": 0, "title": "Harrowmere", "pageid": 7, "snippet": "Wrenbeck Primary", "timestamp": ""}


def asked(url: str, name: str) -> str:
    return parse_qs(urlsplit(url).query)[name][0]


def edit(number: int, before: int, **parts: object) -> dict[str, object]:
    return {
        "revid": number,
        "parentid": before,
        "user": "Mere Botanist",
        "timestamp": "2026-11-01T10:00:00Z",
        "comment": "tidied",
        "tags": [],
        "size": 100,
        **parts,
    }


def history(*edits: dict[str, object]) -> str:
    page = {"pageid": 1, "ns": 0, "title": "Wrenbeck Primary School", "revisions": list(edits)}
    return json.dumps({"batchcomplete": True, "query": {"pages": [page]}})


def hits(found: list[object], **more: object) -> str:
    return json.dumps({"query": {"search": found}, **more})


def read(body: str, source: Wikipedia = BOTH, *, url: str = "https://saved.example/"):
    return source.parse(response(body, source="wikipedia", url=url, shape=""))


def test_an_article_is_about_its_schools_and_no_other_school_asks_for_it():
    (request,) = ARTICLES.plan(WRENBECK)

    assert request.scope is Scope.ABOUT
    assert asked(request.url, "titles") == "Wrenbeck Primary School"
    assert tuple(ARTICLES.plan(ST_ORRINS)) == ()


def test_an_article_listed_for_all_schools_is_about_none_of_them():
    source = Wikipedia(WikipediaOptions(articles=(Article("Harrowmere"),), search=False))

    (request,) = source.plan(WRENBECK)
    assert request.scope is Scope.LOCAL


def test_a_search_holds_a_name_and_the_town_in_quotation_marks():
    (request,) = Wikipedia().plan(WRENBECK)

    assert asked(request.url, "srsearch") == '"Wrenbeck Primary" "Harrowmere"'
    assert asked(request.url, "srsort") == "last_edit_desc"
    assert request.scope is Scope.OPEN


def test_every_question_says_that_it_waits_for_a_busy_wiki_and_goes_to_an_interface():
    for request in BOTH.plan(WRENBECK):
        assert asked(request.url, "maxlag") == "5"
        assert request.interface


def test_a_school_known_only_by_initials_is_not_searched_for():
    assert tuple(Wikipedia().plan(Watch(SchoolId("x"), "WPS", town="Harrowmere"))) == ()


@pytest.mark.parametrize(
    "options",
    [{"edits": 1}, {"edits": 51}, {"pages": 0}, {"pages": 6}, {"base_url": "ftp://x.example"}],
)
def test_options_that_the_wiki_cannot_take_stop_the_start(options):
    with pytest.raises(ValueError, match=r"edits|pages|address"):
        WikipediaOptions(**options)


@pytest.mark.parametrize("title", ["", " _ ", "One|Two"])
def test_an_article_has_one_title(title):
    with pytest.raises(ValueError, match="title of one article"):
        Article(title)


def test_an_edit_that_is_reverted_later_keeps_its_identity_and_says_so():
    before = edit(1, 0)
    (fresh, *_) = read(history(edit(2, 1, tags=[]), before)).items
    (reverted, *_) = read(history(edit(2, 1, tags=["mw-reverted"]), before)).items

    assert fresh.identity == reverted.identity
    assert "This edit was reverted." in reverted.text
    assert "reverted" not in fresh.text


def test_an_edit_reads_the_same_whether_it_is_the_newest_or_nearly_the_oldest():
    one, two, three = edit(1, 9, size=90), edit(2, 1, size=120), edit(3, 2, size=80)

    late = {item.identity: item for item in read(history(three, two, one)).items}
    early = {item.identity: item for item in read(history(two, one)).items}
    assert set(early) < set(late)
    assert all(late[identity] == item for identity, item in early.items())


def test_the_words_that_an_edit_put_in_are_read():
    before = edit(1, 0, slots={"main": {"content": "A school.\nIt opened in 1974."}})
    after = edit(
        2, 1, slots={"main": {"content": "A school.\nIt is [[Fire|unsafe]].\nIt opened in 1974."}}
    )
    (newest, _) = read(history(after, before)).items

    assert "Words put in: It is unsafe." in newest.text
    assert "1974" not in newest.text


def test_words_of_a_hidden_text_are_never_read():
    before = edit(1, 0, slots={"main": {"content": "A school."}})
    after = edit(2, 1, texthidden=True, slots={"main": {"content": "secret", "texthidden": True}})
    (newest, _) = read(history(after, before)).items

    assert "secret" not in newest.text
    assert "tidied" in newest.text


def test_a_hidden_comment_is_not_read_and_a_hidden_user_is_not_named():
    hidden = edit(2, 0, commenthidden="", userhidden=True, comment="secret", user="secret")
    (item,) = read(history(hidden)).items

    assert "secret" not in item.text
    assert item.author == ""


@pytest.mark.parametrize("address", ["203.0.113.7", "2001:DB8::1"])
def test_an_editor_known_only_by_an_address_has_no_name(address):
    (item,) = read(history(edit(1, 0, user=address))).items

    assert item.author == ""


def test_edits_of_which_all_are_hidden_are_an_honest_nothing():
    page = read(history(edit(1, 0, texthidden=True, commenthidden=True)))

    assert page.items == ()
    assert len(page.skipped) == 1


def test_a_wiki_in_another_language_has_identities_of_its_own():
    welsh = Wikipedia(WikipediaOptions(base_url="https://cy.wikipedia.org"))
    (english_item,) = read(hits([HIT])).items
    (welsh_item,) = read(hits([HIT]), welsh).items

    assert english_item.identity != welsh_item.identity
    assert (english_item.language, welsh_item.language) == ("en", "cy")


def test_a_hit_that_was_edited_keeps_its_identity():
    (first,) = read(hits([HIT])).items
    (second,) = read(hits([HIT | {"snippet": "new", "title": "Harrowmere (town)"}])).items

    assert first.identity == second.identity


def test_the_next_hits_are_asked_for_with_every_continuation_key_up_to_the_last_page():
    source = Wikipedia(WikipediaOptions(pages=3))
    (request,) = source.plan(WRENBECK)
    offsets = []
    for offset in (50, 100, 150):
        answer = hits([HIT], **{"continue": {"sroffset": offset, "continue": "-||"}})
        found = source.parse(replace(response(answer, url=request.url), request=request))
        if not found.follow:
            break
        (request,) = found.follow
        assert asked(request.url, "continue") == "-||"
        assert request.interface
        offsets.append(asked(request.url, "sroffset"))

    assert offsets == ["50", "100"]


@pytest.mark.parametrize("offset", [0, -50, "50x", None, 10**9, "²"])
def test_a_continuation_that_leads_nowhere_is_not_followed(offset):
    answer = hits([HIT], **{"continue": {"sroffset": offset, "continue": "-||"}})

    assert read(answer).follow == ()


def test_the_same_page_for_ever_comes_to_an_end():
    (request,) = Wikipedia().plan(WRENBECK)
    answer = hits([HIT], **{"continue": {"sroffset": 50, "continue": "-||"}})
    first = Wikipedia().parse(replace(response(answer, url=request.url), request=request))
    (again,) = first.follow

    found = Wikipedia().parse(replace(response(answer, url=again.url), request=again))
    assert found.follow == ()


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("maxlag", RateLimited),
        ("ratelimited", RateLimited),
        ("readonly", RateLimited),
        ("cirrussearch-backend-error", Unreachable),
        ("readapidenied", Refused),
        ("invalidtitle", Unreadable),
        ("", Unreadable),
    ],
)
@pytest.mark.parametrize("status", [200, 429, 503])
def test_the_interfaces_own_errors_count_whatever_the_status(code, error, status):
    for answer in ({"error": {"code": code}}, {"errors": [{"code": code}]}):
        with pytest.raises(error):
            Wikipedia().parse(response(json.dumps(answer), source="wikipedia", status=status))


def test_a_title_that_cannot_be_one_is_gone():
    page = {"title": "A[b", "invalid": True, "invalidreason": "bad"}

    with pytest.raises(Gone, match=r"sources\.wikipedia\.articles"):
        read(json.dumps({"query": {"pages": [page]}}))


def test_lines_that_stood_before_are_not_put_in_however_often_they_move():
    assert lines_put_in("a\nb\nb", "b\nc\nb\na") == "c"
    assert lines_put_in("a", "a\na") == "a"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("'''Bold''' and ''slanted''", "Bold and slanted"),
        ("* A [[Harrowmere|town]] with [[Eastmarch]]", "A town with Eastmarch"),
        ("[https://x.example/1 A report] says", "A report says"),
        ("[[File:Gate.jpg|thumb|The gate]] closed", "closed"),
        ("| image = Gate at noon.jpg", "image = Gate at [media]"),
        ("a<ref>{{cite}}</ref> b", "a cite b"),
    ],
)
def test_wiki_markup_reads_as_words_without_names_of_files(markup, text):
    assert words(markup) == text
