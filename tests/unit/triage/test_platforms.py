"""Which platform an address is on, and what platforms.toml must hold to be used."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.errors import ConfigError
from orm.model.judgement import Category
from orm.triage.checks import NEVER_REMOVED
from orm.triage.platforms import FiledBy, headings_for, platform_of
from orm.triage.policy import read_policy
from tests.factories_triage import house_policy, policy_texts

PLATFORMS = house_policy().platforms
HEADINGS = house_policy().headings


def place(url, called=""):
    found = platform_of(url, PLATFORMS, called=called)
    return found and found.id


def named(key):
    return next(each for each in PLATFORMS if each.id == key)


def problems_of(name, old, new):
    texts = policy_texts()
    assert old in texts[name]
    with pytest.raises(ConfigError) as caught:
        read_policy({**texts, name: texts[name].replace(old, new, 1)})
    return caught.value.problems


@pytest.mark.parametrize(
    ("url", "platform"),
    [
        ("https://www.facebook.com/groups/harrowmere/posts/1", "facebook"),
        ("https://m.facebook.com/story.php?id=1", "facebook"),
        ("http://EN-GB.Facebook.COM:443/x", "facebook"),
        ("https://facebook.com./x", "facebook"),
        ("https://twitter.com/someone/status/1", "x"),
        ("https://x.com/someone/status/1", "x"),
        ("https://youtu.be/abc", "youtube"),
        ("https://vm.tiktok.com/abc", "tiktok"),
        ("https://old.reddit.com/r/eastmarch/comments/1", "reddit"),
        ("https://uk.trustpilot.com/review/wrenbeck.example", "trustpilot"),
        ("https://www.threads.com/@someone/post/1", "threads"),
        ("https://bsky.app/profile/someone.example/post/1", "bluesky"),
        ("https://www.google.com/maps/place/Wrenbeck", "google"),
        ("https://maps.google.com/?cid=1", "google"),
        ("https://www.mumsnet.com/talk/1", "mumsnet"),
        ("https://t.me/s/harrowmere/12", "telegram"),
    ],
)
def test_an_address_on_a_platform_is_known_with_its_sub_domains(url, platform):
    assert place(url) == platform


@pytest.mark.parametrize(
    "url",
    [
        "https://notfacebook.com/x",
        "https://facebook.com.harrowmere.example/x",
        "https://facebook.example/x",
        "https://www.google.com/search?q=maps",
        "https://www.google.com/mapshare",
        "https://box.com/x.com",
        "https://netflix.com/",
        "https://facebook.com@harrowmere.example/x",
        "https://harrowmere.example\\@facebook.com/x",
        "ftp://facebook.com/x",
        "facebook.com/x",
        "https://[facebook.com/x",
        "https:///x",
        "",
    ],
)
def test_an_address_that_only_looks_like_a_platforms_is_not_one(url):
    assert place(url) is None


@given(st.text(max_size=60))
def test_no_text_makes_the_look_up_fail(text):
    place(text)
    place(f"https://{text}")


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda each: each.id)
def test_every_domain_of_a_platform_leads_to_it_and_one_that_ends_alike_does_not(platform):
    for domain in platform.domains:
        assert place(f"https://{domain}/1") == platform.id
        assert place(f"https://www.{domain}") == platform.id
        assert place(f"https://not{domain}/1") is None


def test_a_network_of_many_hosts_is_known_by_the_name_its_source_gives_it():
    assert place("https://social.harrowmere.example/@someone/1") is None
    assert place("https://social.harrowmere.example/@someone/1", called="mastodon") == "mastodon"


def test_the_address_counts_more_than_the_name():
    assert place("https://x.com/someone/status/1", called="facebook") == "x"


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda each: each.id)
def test_every_platform_says_how_to_report_where_it_is_from_and_when_it_was_checked(platform):
    assert platform.report
    assert platform.source
    assert platform.last_checked >= date(2026, 11, 20)
    assert platform.rule


def test_the_platforms_of_the_contract_are_all_there():
    assert {each.id for each in PLATFORMS} == {
        *("google", "facebook", "instagram", "threads", "x", "youtube", "tiktok", "snapchat"),
        *("whatsapp", "reddit", "mumsnet", "netmums", "trustpilot", "bluesky", "mastodon"),
        *("discord", "linkedin", "glassdoor", "indeed", "nextdoor", "telegram", "fake-website"),
    }


def test_no_rule_is_about_the_schools_reputation():
    assert not any("reputation" in rule.name.lower() for each in PLATFORMS for rule in each.rule)


@pytest.mark.parametrize("category", sorted(NEVER_REMOVED - {Category.T8, Category.T11}))
def test_no_rule_fits_what_is_never_reported(category):
    told = headings_for(category, HEADINGS)

    # An image concern and extremism are told by the DSL, after the police (domain.md §3.3).
    assert bool(told) == (category in {Category.T13, Category.T14})


@pytest.mark.parametrize(
    ("category", "platform", "rule"),
    [
        (Category.T5, "facebook", "Community Standards: Bullying and Harassment"),
        (Category.T10, "x", "Private Content"),
        (Category.T15, "instagram", "Impersonation"),
        (Category.T6, "trustpilot", "Harmful or illegal (defamation)"),
        (Category.T10, "indeed", "Company Review Guidelines: Respect Privacy"),
    ],
)
def test_a_kind_of_post_finds_the_platforms_own_name_of_the_rule(category, platform, rule):
    rules = named(platform).rules_about(headings_for(category, HEADINGS))

    assert rule in {each.name for each in rules}


@pytest.mark.parametrize("platform", ["facebook", "instagram", "x", "youtube", "tiktok"])
def test_impersonation_is_reported_by_the_school_which_proves_who_it_is(platform):
    forms = named(platform).forms_about(["impersonation"])

    assert any(form.filed_by is FiledBy.SCHOOL and form.where.startswith("https") for form in forms)


def test_a_privacy_complaint_to_youtube_is_made_by_the_person_and_not_by_the_school():
    form = next(f for f in named("youtube").form if "142443" in f.where)

    assert form.filed_by is FiledBy.PERSON


def test_a_form_without_headings_serves_them_all():
    assert [form.name for form in named("reddit").forms_about(["privacy"])] == ["Report form"]


def test_poshs_hours_can_be_read_by_a_clock():
    opening = house_policy().authority("posh").opening

    assert opening is not None
    assert (opening.days, opening.opens_at, opening.closes_at) == (
        frozenset(range(5)),
        time(10),
        time(16),
    )


def test_who_has_no_known_hours_has_no_clock():
    assert house_policy().authority("ceop").opening is None


def test_a_contact_that_nobody_knows_is_told_to_the_operator():
    with pytest.raises(ConfigError, match="no contact 'nobody'"):
        house_policy().authority("nobody")


def test_everybody_who_can_help_is_there():
    assert {each.id for each in house_policy().authorities} == {
        *("posh", "rhc", "iwf", "ceop", "report-remove", "act", "true-vision", "police"),
        *("police-emergency", "lado", "tra", "ico", "report-fraud", "ipso", "ofcom", "naht-press"),
    }


def test_ofcom_is_no_way_to_have_a_single_post_removed():
    assert "does not order removal" in house_policy().authority("ofcom").not_for


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("platforms", 'id = "x"', 'id = "facebook"', "platform 'facebook' is there 2 times"),
        ("platforms", '"x.com"', '"facebook.com"', "domain 'facebook.com' is named 2 times"),
        ("platforms", '"x.com"', '"https://x.com"', "'https://x.com' is no domain"),
        ("platforms", '"x.com"', '"X.com"', "'X.com' is no domain"),
        ("platforms", 'heading = "hate"', 'heading = "mood"', "there is no heading 'mood'"),
        ("platforms", 'headings = ["defamation"]', 'headings = ["mood"]', "no heading 'mood'"),
        ("platforms", 'filed_by = "person"', 'filed_by = "cat"', "form.1.filed_by"),
        ("platforms", 'kinds = ["T15"]', 'kinds = ["T99"]', "headings.impersonation.kinds"),
        ("platforms", 'name = "Facebook"', 'name = "Facebook"\ncolour = "blue"', "colour"),
        ("contacts", 'id = "rhc"', 'id = "posh"', "contact 'posh' is there 2 times"),
        ("contacts", 'id = "ceop"', 'id = "coep"', "CEOP: contacts.toml has no 'ceop'"),
        ("contacts", "closes = 16:00:00\n", "", "belong together"),
        ("contacts", "closes = 16:00:00", "closes = 09:00:00", "never opens"),
        ("contacts", "open_days = [0, 1, 2, 3, 4]", "open_days = [1, 7]", "never opens"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_with_the_place(name, old, new, says):
    assert any(says in problem for problem in problems_of(name, old, new))


def test_a_platform_without_a_rule_is_refused():
    text = policy_texts()["platforms"]
    head, tail = text.split('id = "netmums"', 1)
    rest = tail[tail.index("[[platform]]") :]
    bare = tail[: tail.index("[[platform.rule]]")] + "rule = []\n\n"

    with pytest.raises(ConfigError) as caught:
        read_policy({**policy_texts(), "platforms": f'{head}id = "netmums"{bare}{rest}'})

    assert any("netmums: name at least one rule" in each for each in caught.value.problems)
