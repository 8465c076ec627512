"""Links, times and missing accounts, as all platforms tell them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from orm.errors import Unreadable
from sources._parsing.links import canonical
from sources.profiles.asking import bare, in_page
from sources.profiles.reading import links_in, links_of, newest, spoken, unique, websites_in
from tests.factories_sources import response


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("See https://www.wrenbeck.example/news.", ["https://wrenbeck.example/news"]),
        ("(www.wrenbeck.sch.uk)", ["https://wrenbeck.sch.uk/"]),
        ("Website: wrenbeck.sch.uk/home, school office", ["https://wrenbeck.sch.uk/home"]),
        ("WRENBECK.ORG and wrenbeck.org", ["https://wrenbeck.org/"]),
        ("office@wrenbeck.sch.uk", []),
        ("first.name.co.uk@wrenbeck.example", []),
        ("@wrenbeck.example", []),
        ("Great ideas.Then home", []),
        ("Years 3.4 and 5.6", []),
        ("https://wrenbeck.example/crest.png", []),
        ("http://", []),
        ("", []),
    ],
)
def test_addresses_are_found_in_words_as_people_write_them(words, found):
    assert list(links_in(words)) == found


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("wrenbeck.sch.uk", ["https://wrenbeck.sch.uk/"]),
        (
            "http://wrenbeck.example; www.pta.example/join",
            ["http://wrenbeck.example/", "https://pta.example/join"],
        ),
        ("wrenbeck.zone", ["https://wrenbeck.zone/"]),
        ("none yet", []),
        (None, []),
        (7, []),
        ("javascript:alert(1.2)", []),
    ],
)
def test_a_field_for_websites_may_leave_the_scheme_out_and_hold_several(field, found):
    assert list(websites_in(field)) == found


def test_mentions_and_hash_tags_in_html_are_no_links():
    markup = (
        '<a href="https://social.example/@pta" class="u-url mention">@pta</a>'
        '<a href="https://social.example/tags/mere" class="mention hashtag">#mere</a>'
        '<a href="https://wrenbeck.example/">us</a><a name="x">no</a><a href="/here">no</a>'
    )

    assert links_of(markup) == ("https://wrenbeck.example/",)


@given(st.lists(st.text(), max_size=40))
def test_links_are_few_each_once_and_in_one_spelling(urls):
    found = unique(f"https://wrenbeck.example/{one}" for one in urls)

    assert len(found) == len(set(found)) <= 20
    assert all(canonical(one) == one for one in found)


@given(st.text(max_size=300))
@example("https://a.example/" + "(" * 200)
@example("a.b.c.d.e.f.g.h.uk" * 20)
def test_whatever_the_words_links_in_them_are_addresses_of_the_web(words):
    assert all(
        one.startswith(("https://", "http://")) for one in (*links_in(words), *links_of(words))
    )


def test_posts_are_told_newest_first_and_what_cannot_be_read_is_left_out():
    here = response("x")
    times = newest(["2026-11-01T08:00:00Z", "nonsense", "2026-11-03T08:00:00+0000", None], here)

    assert times is not None
    assert [one.day for one in times] == [3, 1]


@pytest.mark.parametrize(
    ("written", "told"), [([], ()), (["nonsense"], None), (["2026-11-03"], None), ([None], None)]
)
def test_no_posts_are_told_apart_from_posts_of_unknown_time(written, told):
    assert newest(written, response("x")) == told


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize("body", ["", "<html>404</html>", "[]", "null", '{"message": "no route"}'])
def test_an_account_is_missing_only_in_the_platforms_own_words(status, body):
    with pytest.raises(Unreadable, match=str(status)):
        spoken(response(body, status=status), "error")


@pytest.mark.parametrize("status", [200, 400, 403, 500])
def test_other_statuses_are_left_to_the_platforms_reader(status):
    spoken(response("", status=status), "error")


@given(st.text(max_size=60))
def test_a_handle_never_keeps_its_at_sign_or_the_address_it_stood_in(name):
    assert not bare(name, "x.com/").startswith("x.com/") or "x.com/x.com" in name.casefold()
    assert in_page(name, "x.com/") == "" or "x.com/" in name.casefold()
