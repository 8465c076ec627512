"""ParentPost: a review site with schema.org JSON-LD, until it moves one school to a new layout."""

import json
from datetime import date
from html import escape
from statistics import mean

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, moved, reply
from orm.demo.town.moments import Seen, Shelf

LOOK = pages.Look("ParentPost", "What parents say about schools and nurseries", "#2f6f3e")
SITE = "parentpost"
SCHOOLS = {
    "wrenbeck": ("wrenbeck-primary-school-harrowmere", "Wrenbeck Primary School", "HM4 7QT"),
    "st-orrins": (
        "st-orrins-c-of-e-primary-harrowmere",
        "St Orrin's C of E Primary School",
        "HM4 2BD",
    ),
}
NEW_LAYOUT_FOR = "st-orrins"


def page_path(school: str) -> str:
    """Where a school's reviews are."""
    return f"/schools/{SCHOOLS[school][0]}/"


def answer(asked: Asked, shelf: Shelf, *, is_new_layout: bool) -> Answer:
    """Any address of the review site."""
    if asked.path == "/":
        return _front(shelf)
    if asked.path == "/robots.txt":
        return reply("User-agent: *\nDisallow: /account/\n", shelf.changed_at, media="text/plain")
    if asked.path.startswith("/reviews/"):
        return _review(asked, shelf)
    for school in SCHOOLS:
        if asked.path == page_path(school):
            reviews = tuple(post for post in shelf.posts if post.page == school)
            new = is_new_layout and school == NEW_LAYOUT_FOR
            return (_new_page if new else _page)(asked, school, Shelf(reviews, shelf.changed_at))
        if asked.path == page_path(school).rstrip("/"):
            return moved(asked.origin() + page_path(school))
    return pages.missing(LOOK, shelf)


def _front(shelf: Shelf) -> Answer:
    links = "".join(
        f'<li><h2><a href="{page_path(school)}">{escape(name)}</a></h2></li>'
        for school, (_, name, _) in SCHOOLS.items()
    )
    main = f'<h1>Schools in Harrowmere</h1><ul class="posts">{links}</ul>'
    return pages.page(LOOK, "Schools in Harrowmere", main, shelf.changed_at)


def _page(asked: Asked, school: str, reviews: Shelf) -> Answer:
    name = SCHOOLS[school][1]
    address = asked.origin() + page_path(school)
    document = json.dumps(_document(school, address, reviews.posts), indent=1, ensure_ascii=False)
    # As every careful CMS does: a review that holds </script> must not end the block.
    block = document.replace("<", "\\u003c")
    head = (
        f'<link rel="canonical" href="{address}">\n'
        f'<script type="application/ld+json">\n{block}\n</script>\n'
    )
    return pages.page(LOOK, f"{name} reviews", _cards(name, reviews), reviews.changed_at, head=head)


def _document(school: str, address: str, reviews: tuple[Seen, ...]) -> dict[str, object]:
    _, name, postcode = SCHOOLS[school]
    return {
        "@context": "https://schema.org",
        "@type": ["ElementarySchool", "EducationalOrganization"],
        "@id": f"{address}#school",
        "name": name,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Harrowmere",
            "addressRegion": "Eastmarch",
            "postalCode": postcode,
            "addressCountry": "GB",
        },
        "aggregateRating": _aggregate(reviews),
        "review": [_node(address, review) for review in reviews],
    }


def _aggregate(reviews: tuple[Seen, ...]) -> dict[str, object]:
    ratings = [review.rating for review in reviews if review.rating is not None]
    return {
        "@type": "AggregateRating",
        "ratingValue": f"{mean(ratings):.1f}" if ratings else "0",
        "reviewCount": str(len(reviews)),
        "bestRating": "5",
        "worstRating": "1",
    }


def _node(address: str, review: Seen) -> dict[str, object]:
    return {
        "@type": "Review",
        "@id": f"{address}#review-{review.number}",
        "url": f"{address}#review-{review.number}",
        "name": review.title,
        "author": {"@type": "Person", "name": review.author},
        "datePublished": review.stated or _day(review).isoformat(),
        "reviewBody": review.text,
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": str(review.rating),
            "bestRating": "5",
            "worstRating": "1",
        },
    }


def _day(review: Seen) -> date:
    return review.published_at.date()


def _new_page(asked: Asked, school: str, reviews: Shelf) -> Answer:
    name = SCHOOLS[school][1]
    main = (
        f'<div id="app" data-school="{school}" data-build="pp-4.0.1">'
        "<p>ParentPost has a new look!</p>" + _cards(name, reviews) + "</div>"
    )
    head = f'<link rel="canonical" href="{asked.origin()}{page_path(school)}">\n'
    return pages.page(LOOK, f"{name} reviews", main, reviews.changed_at, head=head)


def _cards(name: str, reviews: Shelf) -> str:
    cards = (
        f'<li id="review-{review.number}"><h2>'
        f'<a href="/reviews/{review.number}">{escape(review.title or "Review")}</a></h2>'
        f'<p class="note">{escape(", ".join((pages.stars(review), review.author, _shown(review))))}'
        f"</p>{pages.paragraphs(review.text)}</li>"
        for review in reviews.posts
    )
    return f'<h1>{escape(name)} reviews</h1><ul class="posts">' + "\n".join(cards) + "</ul>"


def _shown(review: Seen) -> str:
    return review.stated or pages.moment_in_words(review.published_at).partition(",")[0]


def _review(asked: Asked, shelf: Shelf) -> Answer:
    review = shelf.numbered(asked.path.removeprefix("/reviews/"))
    if review is None:
        return pages.missing(LOOK, shelf)
    name = SCHOOLS[review.page][1]
    main = pages.article(review, kicker=f"Review of {name}")
    return pages.page(LOOK, review.title or "Review", main, review.changed_at)
