"""Words about the places that are read; those about posts are in the sentence bank (`reports.bank`)."""

from collections.abc import Mapping

from orm.model.polls import Outcome

UNMEASURED: Mapping[Outcome, str] = {
    Outcome.THROTTLED: "the site asked us to slow down",
    Outcome.REFUSED: "the site does not let us read it",
    Outcome.GONE: "the page no longer exists",
    Outcome.UNREADABLE: "the page has changed and cannot be read",
    Outcome.UNREACHABLE: "the site did not answer",
}
"""Why a source was not read, worst first in case of a tie."""

NOT_ASKED = "not asked yet"

PAUSED = "paused by one of us"

SOURCES: Mapping[str, str] = {
    "feed": "papers and other feeds",
    "news_sitemap": "news sitemaps",
    "gdelt": "GDELT news index",
    "google_news": "Google News",
    "bing_news": "Bing News",
    "google_alerts": "Google Alerts",
    "talkwalker": "Talkwalker alerts",
    "guardian": "The Guardian",
    "newsapi": "NewsAPI",
    "searxng": "own search engine",
    "brave": "Brave search",
    "mojeek": "Mojeek search",
    "wikipedia": "Wikipedia",
    "petitions": "Parliament petitions",
    "hansard": "Hansard",
    "theyworkforyou": "TheyWorkForYou",
    "review_page": "review pages",
    "trustpilot": "Trustpilot",
    "google_business": "Google reviews",
    "google_places": "Google Maps listing",
    "discourse": "forums",
    "reddit": "Reddit",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "youtube_feed": "our YouTube channel",
    "youtube": "YouTube",
    "x": "X",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "threads": "Threads",
    "telegram": "Telegram",
    "gias": "DfE register",
    "ofsted": "Ofsted",
    "parent_view": "Ofsted Parent View",
    "whatdotheyknow": "WhatDoTheyKnow",
    "school_website": "our website",
    "wordpress": "blogs",
}
"""What a reader calls each source; the settings call it by its short name."""

LIMITS = "We cannot see private groups; quiet does not mean nothing."

BY_HAND = "Only by hand: {places}: nobody reads these for you;"
