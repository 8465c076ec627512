"""The sentence banks: every word in a letter about a post comes from here, never from the post.

Labels are neutral (domain.md R33, R53): they name a kind of concern, not a verdict on a person.
"""

from collections.abc import Mapping

from orm.model.cases import CaseState
from orm.model.items import Kind
from orm.model.judgement import Category, Route
from orm.model.polls import Outcome
from orm.model.schools import Role

KINDS: Mapping[str, str] = {
    "T0": "Not about the school",
    "T1": "Praise or thanks",
    "T2": "Question or notice",
    "T3": "Criticism or opinion",
    "T4": "Complaint that needs an answer",
    "T5": "Unkind words about a person",
    "T6": "Possible false statement about a person",
    "T7": "Repeated posts about one person",
    "T8": "Possible risk to someone's safety",
    "T9": "Possible hateful words",
    "T10": "Privacy concern",
    "T15": "Account or page that may be taken for the school's",
    "T16": "Post by a member of staff",
    "T16a": "Privacy concern in a post by a member of staff",
    "T16b": "Post by a member of staff about the school",
    "T16c": "Concern raised by a member of staff",
    "T16d": "Personal opinion of a member of staff",
    "T17": "Matter about pupils online",
    "T18": "Official account needs attention",
    "T19": "Possible scam using the school's name",
    "T20": "News coverage",
    "T21": "Material handed to the school",
}
"""What a case is about, by category and subtype. Sealed categories have no words on purpose."""

UNNAMED_KIND = "Case"

GROUNDS: Mapping[Category, str] = {
    Category.T5: "words about a person",
    Category.T6: "statement of fact",
    Category.T7: "repeated posts about one person",
    Category.T8: "safety",
    Category.T9: "hateful words",
    Category.T10: "privacy",
    Category.T15: "impersonation",
    Category.T16: "staff post",
    Category.T17: "matter about pupils",
    Category.T18: "official account",
    Category.T19: "scam",
    Category.T21: "material handed in",
}
"""Why a removal was proposed, in the fairness line."""

PLACES: Mapping[Kind, str] = {
    Kind.NEWS: "news site",
    Kind.REVIEW: "review site",
    Kind.POST: "online post",
    Kind.COMMENT: "comment",
    Kind.BLOG: "blog",
    Kind.VIDEO: "video site",
    Kind.ENCYCLOPEDIA: "encyclopaedia",
    Kind.RECORD: "public record",
}

ROLES: Mapping[Role, str] = {
    Role.HEADTEACHER: "headteacher",
    Role.DSL: "DSL",
    Role.SLT: "SLT",
    Role.COMMS: "comms lead",
    Role.CHAIR: "chair of governors",
    Role.DPO: "data protection officer",
    Role.IT: "IT manager",
}

STEPS: Mapping[CaseState, str] = {
    CaseState.PROPOSED: "Read the draft; approve it or send it back",
    CaseState.APPROVED: "Approved: send it when you are ready",
    CaseState.REFUSED: "The request was refused: choose the next step, or close",
    CaseState.ESCALATED: "Passed up to you: check the next step",
}
"""The next step of a case, where its state decides it."""

SUGGESTIONS: Mapping[Route, str] = {
    Route.POLICE_999: "If anyone is in danger, call 999 first",
    Route.DSL: "Pass it to the DSL",
    Route.MYCONCERN_REF: "Record the safeguarding reference",
    Route.LADO: "Call the LADO before speaking to anyone",
    Route.CHAIR: "The chair of governors leads on this",
    Route.DPO_BREACH: "Tell the data protection officer today",
    Route.HR: "Take HR advice first",
    Route.BEHAVIOUR: "Use the behaviour policy and speak to parents",
    Route.OFFICIAL_FIX: "Correct or remove it on the official account",
    Route.PRESS_LINE: "Agree a holding reply with the press office",
    Route.EDITOR_CORRECTION: "Check the facts; consider asking for a correction",
    Route.INVITE_CONTACT: "Invite the writer to talk to the school",
    Route.COMPLAINTS: "Answer it, and offer the complaints procedure",
    Route.REPLY_PUBLIC: "Consider one courteous, factual reply",
    Route.DELETION_REQUEST: "Talk first; then consider asking for it to be taken down",
    Route.PLATFORM_REPORT: "Consider a report to the platform",
    Route.POSH: "Consider asking POSH for advice",
    Route.REPORT_FRAUD: "Warn families; report it to Report Fraud",
    Route.LEGAL_ADVICE: "Consider legal advice for the person concerned",
    Route.TRUE_VISION: "Consider a report to the police (True Vision)",
    Route.POLICE_101: "Consider a report to the police (101)",
    Route.IWF: "The DSL reports it to the IWF",
    Route.CEOP: "The DSL reports it to CEOP",
    Route.ACT_PREVENT: "The DSL reports it (ACT Early)",
    Route.WRITTEN_WARNING: "Consider a letter after a conversation",
    Route.S5_NOTICE: "Take legal advice before any notice",
    Route.BLOCK_SCHOOL_SITE: "Consider moderation on the school's own site",
    Route.THANK: "Thank the writer",
    Route.NOTE_THEME: "Note the theme; no reply is needed",
    Route.NO_ACTION: "No action is a good answer here",
}
"""A suggested step, most pressing first; a person decides."""

NO_SUGGESTION = "Read it and decide what, if anything, to do"

WAITING: Mapping[CaseState, str] = {
    CaseState.SENT: "sent, no answer yet",
    CaseState.WAITING: "no answer yet",
}

THEMES: Mapping[str, str] = {
    "admissions": "places and admissions",
    "behaviour": "behaviour",
    "clubs": "clubs and childcare",
    "communication": "communication with families",
    "homework": "homework and reading",
    "inspection": "inspection",
    "lost-property": "lost property",
    "lunches": "school lunches",
    "money": "money",
    "parking": "parking and drop-off",
    "send": "special needs provision (SEND)",
    "site-safety": "safety of the site",
    "staffing": "staffing",
    "teaching": "teaching and results",
    "trips": "trips and events",
    "uniform": "uniform",
}
"""Themes of the policy, by key. A key that is not here is counted, never printed."""

OTHER_THEME = "other subjects"

PRAISE = "praise for {theme}"
PLAIN_PRAISE = "general thanks to the school"

UNMEASURED: Mapping[Outcome, str] = {
    Outcome.THROTTLED: "the site asked us to slow down",
    Outcome.REFUSED: "the site does not let us read it",
    Outcome.GONE: "the page no longer exists",
    Outcome.UNREADABLE: "the page has changed and cannot be read",
    Outcome.UNREACHABLE: "the site did not answer",
}
"""Why a source was not read, worst first in case of a tie."""

NOT_ASKED = "not asked yet"

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

PLATFORMS: Mapping[str, str] = {
    "bluesky": "Bluesky",
    "telegram": "Telegram",
    "facebook": "Facebook",
    "flickr": "Flickr",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "mastodon": "Mastodon",
    "reddit": "Reddit",
    "threads": "Threads",
    "tiktok": "TikTok",
    "twitter": "X",
    "x": "X",
    "youtube": "YouTube",
}
"""Platforms of official accounts, by lower-case name."""

OTHER_PLATFORM = "another platform"

LIMITS = "We cannot see private groups; quiet does not mean nothing."

BY_HAND = "Only by hand: {places}: nobody reads these for you;"
