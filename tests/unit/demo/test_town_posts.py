import re
from collections import Counter

import pytest
from pydantic import ValidationError

from orm.demo.town.moments import FIRST_MONDAY, moment, number
from orm.demo.town.posts import Post, bundled_posts, read_posts
from orm.demo.town.town import SITES
from orm.model.judgement import Category

POSTS = bundled_posts()
EVERY = [post for posts in POSTS.values() for post in posts]
SEALED = {"T11", "T12", "T13", "T14"}

# Names that could stand in an invented post by mistake; ordinary words such as Bath are left out.
REAL_PLACES = """
London Manchester Birmingham Leeds Liverpool Sheffield Bristol Newcastle Sunderland Nottingham Leicester
Coventry Bradford Cardiff Swansea Edinburgh Glasgow Aberdeen Dundee Belfast Derby Plymouth Southampton
Portsmouth Norwich Ipswich Cambridge Oxford Brighton Hull York Wolverhampton Stoke Exeter Gloucester
Cheltenham Swindon Bournemouth Poole Luton Watford Peterborough Northampton Colchester Chelmsford
Canterbury Maidstone Dover Hastings Blackpool Preston Lancaster Carlisle Durham Middlesbrough Darlington
Doncaster Barnsley Rotherham Huddersfield Halifax Wakefield Harrogate Scarborough Whitby Lincoln Grimsby
Boston Stamford Kettering Corby Worcester Hereford Shrewsbury Telford Stafford Burton Chester Crewe
Warrington Wigan Bolton Bury Oldham Rochdale Stockport Salford Wrexham Bangor Newport Truro Falmouth
Penzance Torquay Taunton Yeovil Salisbury Winchester Basingstoke Guildford Woking Croydon Bromley
Devon Cornwall Somerset Dorset Wiltshire Hampshire Sussex Kent Surrey Essex Suffolk Norfolk
Hertfordshire Bedfordshire Buckinghamshire Oxfordshire Gloucestershire Worcestershire Herefordshire
Shropshire Staffordshire Cheshire Lancashire Yorkshire Cumbria Northumberland Derbyshire
Nottinghamshire Lincolnshire Leicestershire Rutland Northamptonshire Warwickshire England Scotland Wales
Ireland Britain Thames Severn Trent Tyne Mersey
"""


def _words(post: Post) -> str:
    edits = (f"{edit.title} {edit.text}" for edit in post.edits)
    return " ".join([post.title, post.text, post.author, *edits])


WITHOUT_POSTS = {"gdelt", "googlenews", "bingnews", "search", "oldnews"}


def test_four_weeks_hold_between_200_and_240_posts_on_every_site_that_has_posts():
    assert 200 <= len(EVERY) <= 240
    assert set(POSTS) == set(SITES) - WITHOUT_POSTS


def test_no_two_posts_share_an_id_or_a_number():
    ids = Counter(post.id for post in EVERY)
    numbers = Counter(number(post.id) for post in EVERY)

    assert [key for key, count in (ids + numbers).items() if count > 1] == []


def test_the_first_monday_is_a_monday_and_no_post_is_later_than_four_weeks():
    assert FIRST_MONDAY.isoweekday() == 1
    assert [post.id for post in EVERY if post.day >= 28] == []


def test_an_edit_or_a_deletion_comes_after_its_post():
    for post in EVERY:
        later = [moment(FIRST_MONDAY, edit) for edit in post.edits]
        if post.deleted:
            later.append(moment(FIRST_MONDAY, post.deleted))
        assert all(moment(FIRST_MONDAY, post) < each for each in later)


def test_no_post_names_a_real_place():
    places = re.compile(rf"\b(?:{'|'.join(REAL_PLACES.split())})\b")
    # The name of a church is no name of a place.
    written = {post.id: _words(post).replace("Church of England", "") for post in EVERY}
    found = {name: places.findall(words) for name, words in written.items()}

    assert {post: names for post, names in found.items() if names} == {}


def test_most_posts_are_not_about_the_watched_schools_in_the_papers():
    papers = [post for site in ("herald", "westmarch") for post in POSTS[site]]

    assert sum(not post.expect.about for post in papers) > len(papers) / 2


def test_every_expectation_uses_the_words_of_the_policy():
    known = {category.value for category in Category}

    assert {post.expect.category for post in EVERY} <= known
    assert {school for post in EVERY for school in post.expect.about} == {"wrenbeck", "st-orrins"}
    assert all(post.expect.sealed == (post.expect.category in SEALED) for post in EVERY)


def test_a_post_about_no_school_expects_nothing():
    assert {post.expect.category for post in EVERY if not post.expect.about} == {"T0"}


def test_the_mix_holds_at_least_one_post_of_each_kind_that_the_demo_shows():
    shown = {1, 2, 3, 4, 5, 6, 8, 10, 11, 12, 15, 17, 18, 19, 20}

    assert {f"T{number}" for number in shown} <= {post.expect.category for post in EVERY}


def test_a_headteacher_sees_one_threat_one_concern_and_one_allegation_not_a_parade():
    count = Counter(post.expect.category for post in EVERY)

    assert (count["T8"], count["T11"], count["T12"]) == (1, 1, 1)
    assert max(post.expect.severity for post in EVERY) == 3


def test_most_of_what_is_said_about_the_schools_is_ordinary():
    about = [post for post in EVERY if post.expect.about]
    ordinary = [post for post in about if post.expect.severity <= 1]

    assert len(ordinary) > 0.7 * len(about)


def test_the_unusual_cases_are_there():
    two = [post for post in EVERY if len(post.expect.about) == 2]
    undated = [post for post in EVERY if post.stated]
    edited = [post for post in EVERY if post.edits]
    deleted = [post for post in EVERY if post.deleted]

    assert min(len(two), len(undated), len(edited), len(deleted)) >= 2


def test_an_unknown_key_in_a_data_file_is_refused():
    text = 'site = "chat"\n[[posts]]\nid = "x"\nday = 1\nat = "08:00"\nimage = "x.jpg"\n'

    with pytest.raises(ValidationError, match="image"):
        read_posts(text)
