"""What the platforms are asked about an account: as its source asks, by what outlives a new name."""

from urllib.parse import parse_qs, urlsplit

import pytest

from orm.model.polls import Scope
from orm.ports import Metered
from sources.mastodon import Server
from sources.profiles import PROFILERS, SEEKERS
from sources.registry import SOURCES, build
from tests.factories_profiles import account, profiler, seeker
from tests.factories_sources import CHANNEL, WRENBECK, shape_of

DID = "did:plc:wrenbeckprimary000000000"
NUMBER = "17840000000000001"
HANDLES = {
    "bluesky": DID,
    "mastodon": "@wrenbeck@social.example",
    "youtube_feed": CHANNEL,
    "youtube": CHANNEL,
    "telegram": "wrenbeckprimary",
    "facebook": "100200300400500",
    "instagram": NUMBER,
    "threads": NUMBER,
    "x": NUMBER,
    "feed": "https://wrenbeck.example/class3/feed/",
}
every_platform = pytest.mark.parametrize("source", sorted(PROFILERS))


def looks(source: str, handle: str, *, options: dict[str, object] | None = None, **more):
    found = profiler(source, **(options or {}))
    return found.looks(account(found.platform, handle, **more))


def urls(source: str, handle: str, **more) -> list[str]:
    return [one.url for one in looks(source, handle, **more)]


def asked(url: str) -> dict[str, str]:
    return {name: value[0] for name, value in parse_qs(urlsplit(url).query).items()}


@every_platform
def test_a_look_is_asked_anew_in_the_name_of_the_source_about_the_schools_own_account(source):
    requests = looks(source, HANDLES[source])

    assert requests
    for request in requests:
        assert (request.source, request.scope) == (source, Scope.OWN)
        assert not request.conditional
    assert len({request.key for request in requests}) == len(requests)


@every_platform
def test_a_look_goes_where_the_source_goes_and_by_its_rules(source):
    own = tuple(build(source, shape_of(source).options()).plan(WRENBECK))
    hosts = {urlsplit(one.url).hostname for one in own if one.scope is Scope.OWN}
    interfaces = {one.interface for one in own}

    if source != "feed":  # a blog is wherever the school writes it
        assert {urlsplit(one.url).hostname for one in looks(source, HANDLES[source])} <= hosts
        assert {one.interface for one in looks(source, HANDLES[source])} == interfaces


@every_platform
def test_no_look_is_counted_as_a_search(source):
    collector = build(source, shape_of(source).options())
    allowances = collector.allowances if isinstance(collector, Metered) else ()
    limited = {each.shape for each in allowances} - {None}

    assert not limited & {one.shape for one in looks(source, HANDLES[source])}


@every_platform
@pytest.mark.parametrize(
    "handle", ["", "  ", "Wrenbeck Primary School", "@", "://", "a b@c d", "[::1"]
)
def test_a_handle_that_cannot_be_one_is_not_asked_about(source, handle):
    assert looks(source, handle) == ()


@pytest.mark.parametrize("platform", ["tiktok", "linkedin", "snapchat", "whatsapp", "nextdoor"])
def test_a_platform_that_nobody_may_read_for_a_school_is_not_asked(platform):
    assert platform not in {profiler(source).platform for source in PROFILERS}
    assert platform not in {seeker(source).platform for source in SEEKERS}


def test_every_profiler_and_seeker_is_of_a_source_and_named_after_it():
    known = {shape.name for shape in SOURCES}

    assert set(PROFILERS) | set(SEEKERS) <= known
    assert all(profiler(source).name == source for source in PROFILERS)
    assert all(seeker(source).name == source for source in SEEKERS)


@pytest.mark.parametrize(
    ("source", "handle", "stable_id", "part"),
    [
        ("bluesky", "old.bsky.social", DID, DID.replace(":", "%3A")),
        ("youtube", "@old", CHANNEL, CHANNEL),
        ("youtube_feed", "@old", CHANNEL, CHANNEL),
        ("facebook", "oldname", "100200300400500", "/100200300400500?"),
        ("instagram", "oldname", NUMBER, f"/{NUMBER}?"),
        ("x", "oldname", NUMBER, f"ids={NUMBER}"),
        ("mastodon", "@old@social.example", "117020", "/api/v1/accounts/117020"),
    ],
)
def test_an_account_is_asked_about_by_its_permanent_id_once_it_is_known(
    source, handle, stable_id, part
):
    assert part in urls(source, handle, stable_id=stable_id)[0]


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("bluesky", "https://bsky.app/profile/wrenbeck.example"),
        ("bluesky", "@Wrenbeck.Example"),
        ("mastodon", "https://social.example/@wrenbeck"),
        ("mastodon", "wrenbeck@social.example"),
        ("youtube", "https://www.youtube.com/@wrenbeckprimary"),
        ("youtube", "wrenbeckprimary"),
        ("youtube_feed", f"https://www.youtube.com/channel/{CHANNEL}/"),
        ("telegram", "https://t.me/s/WrenbeckPrimary"),
        ("facebook", "https://m.facebook.com/wrenbeckps/?ref=page"),
        ("threads", "https://www.threads.net/@wrenbeckprimary"),
        ("x", "https://twitter.com/WrenbeckPS"),
        ("feed", "wrenbeck.example/feed.xml"),
    ],
)
def test_a_handle_may_be_written_as_people_write_it(source, written):
    (first, *_) = looks(source, written)

    assert "wrenbeck" in f"{first.key} {first.url}".casefold()
    assert "twitter" not in first.url
    assert "%2F%2F" not in first.url


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("bluesky", "https://bsky.app/profile/wrenbeck.example"),
        ("mastodon", "https://social.example/@wrenbeck"),
        ("youtube", "https://www.youtube.com/@wrenbeckprimary"),
        ("telegram", "https://t.me/wrenbeckprimary"),
        ("facebook", "https://www.facebook.com/wrenbeckps"),
        ("x", "https://x.com/wrenbeckps"),
        ("feed", "https://wrenbeck.example/feed/"),
    ],
)
def test_where_the_handle_is_none_the_page_of_the_account_is_asked_about(source, url):
    assert looks(source, "Wrenbeck Primary School", url=url)
    assert looks(source, "Wrenbeck Primary School", url="https://wrenbeck primary") == ()


def test_an_email_address_is_no_address_of_a_blog():
    assert looks("feed", "office@wrenbeck.example") == ()


def test_another_website_is_no_page_of_an_account():
    assert looks("bluesky", "our account", url="https://wrenbeck.example") == ()
    assert looks("x", "our account!", url="https://wrenbeck.example/x.com/a") == ()


@pytest.mark.parametrize("page", ["profile.php?id=7", "pages/Wrenbeck/7", "groups/7", "p/Wren-7"])
def test_an_address_on_facebook_that_names_no_page_is_not_asked_about(page):
    assert looks("facebook", f"https://www.facebook.com/{page}") == ()


def test_a_page_of_facebook_is_asked_about_with_the_key_of_its_handle():
    (request,) = looks("facebook", "wrenbeckps", stable_id="100200300400500")

    assert request.credential == "wrenbeckps"


def test_the_posts_of_a_feed_on_bluesky_are_few():
    _, posts = urls("bluesky", DID)

    assert asked(posts)["limit"] == "30"


def test_a_channel_known_by_its_handle_only_is_asked_for_its_id_first():
    (profile,) = urls("youtube", "@wrenbeck")

    assert asked(profile)["forHandle"] == "@wrenbeck"


def test_the_films_of_a_channel_are_its_list_of_uploads():
    _, films = urls("youtube", CHANNEL)

    assert asked(films)["playlistId"] == f"UU{CHANNEL.removeprefix('UC')}"


def test_until_its_id_is_known_a_mastodon_accounts_posts_are_read_from_its_feed():
    before = urls("mastodon", "@wrenbeck@social.example")
    after = urls("mastodon", "@wrenbeck@social.example", stable_id="117020")

    assert before[1] == "https://social.example/@wrenbeck.rss"
    assert asked(after[1]) == {"limit": "40", "exclude_reblogs": "true"}


def test_a_mastodon_account_is_asked_about_at_its_own_server_and_at_its_domain():
    profile, posts, finger = looks(
        "mastodon", "@wrenbeck@wrenbeck.example", url="https://social.example/@wrenbeck"
    )

    assert urlsplit(profile.url).hostname == urlsplit(posts.url).hostname == "social.example"
    assert urlsplit(finger.url).hostname == "wrenbeck.example"
    assert asked(finger.url)["resource"] == "acct:wrenbeck@wrenbeck.example"


def test_a_listed_server_is_asked_at_its_address_with_its_key():
    servers = (Server("http://social.example:8080", signed=True),)
    (profile, *_) = looks("mastodon", "@wrenbeck@social.example:8080", options={"servers": servers})

    assert profile.url.startswith("http://social.example:8080/api/v1/")
    assert profile.credential == "social.example"


@pytest.mark.parametrize(
    ("source", "option", "address"),
    [
        ("bluesky", "base_url", "http://localhost:9/x"),
        ("youtube", "base_url", "http://localhost:9/x"),
        ("youtube_feed", "endpoint", "http://localhost:9/x"),
        ("telegram", "base_url", "http://localhost:9/x"),
        ("facebook", "base_url", "http://localhost:9/x"),
        ("instagram", "base_url", "http://localhost:9/x"),
        ("threads", "base_url", "http://localhost:9/x"),
        ("x", "base_url", "http://localhost:9/x"),
    ],
)
def test_the_address_of_the_source_counts(source, option, address):
    for request in looks(source, HANDLES[source], options={option: address}):
        assert request.url.startswith(address)


@pytest.mark.parametrize("source", ["facebook", "instagram", "threads"])
def test_the_version_of_the_source_counts(source):
    for request in looks(source, HANDLES[source], options={"version": "v99.9"}):
        assert "/v99.9/" in request.url


@pytest.mark.parametrize("source", sorted(SEEKERS))
def test_a_search_asks_for_these_words_and_for_few_accounts(source):
    request = seeker(source).seek("Wrenbeck Primary School")

    assert asked(request.url)["q"] == "Wrenbeck Primary School"
    assert "25" in asked(request.url).values()
    assert (request.source, request.conditional) == (source, False)


def test_a_search_on_youtube_is_one_of_the_hundred_of_the_day_and_seen_from_britain():
    request = seeker("youtube").seek("Wrenbeck")
    collector = build("youtube", shape_of("youtube").options())
    assert isinstance(collector, Metered)

    assert request.shape in {each.shape for each in collector.allowances}
    assert asked(request.url)["regionCode"] == "GB"
    assert "regionCode" not in asked(seeker("youtube", region="").seek("Wrenbeck").url)


def test_mastodon_is_searched_on_a_server_with_a_key_and_reaches_no_other_server():
    open_server, signed = Server("https://a.example"), Server("https://b.example", signed=True)

    with_key = seeker("mastodon", servers=(open_server, signed)).seek("Wrenbeck")
    without = seeker("mastodon", servers=(open_server,)).seek("Wrenbeck")
    unlisted = seeker("mastodon").seek("Wrenbeck")

    assert (urlsplit(with_key.url).hostname, with_key.credential) == ("b.example", "b.example")
    assert (urlsplit(without.url).hostname, without.credential) == ("a.example", "")
    assert urlsplit(unlisted.url).hostname == "mastodon.social"
    assert asked(with_key.url)["resolve"] == "false"
