"""Schools of the same distinctive name know of each other; predecessors give former names."""

import pytest

from orm.model.schools import Namesake, School, SchoolId
from orm.register import (
    MOST_NAMESAKES,
    distinctive_name,
    enriched,
    read_gias,
    read_links,
    with_former_names,
)
from tests.factories_register import links, register, row


@pytest.mark.parametrize(
    ("name", "town", "distinctive"),
    [
        ("Wrenbeck Primary School", "Harrowmere", "wrenbeck"),
        ("Wrenbeck Primary Academy, Tollworth", "Tollworth", "wrenbeck"),
        ("Wrenbeck Junior and Infant School", "Harrowmere", "wrenbeck"),
        ("St Orrin's C of E Primary School", "Harrowmere", "st orrins"),
        ("Saint Orrin’s Church of England (VA) School", "Tollworth", "st orrins"),
        ("ST ORRINS CofE ACADEMY", "Dunmarch", "st orrins"),
        ("Harrowmere Primary School", "Harrowmere", "harrowmere"),
        ("The Academy", "Harrowmere", "the academy"),
        ("Ysgol Café", "Pontmere", "ysgol cafe"),
    ],
)
def test_a_name_without_kind_and_town_is_distinctive(name, town, distinctive):
    assert distinctive_name(name, town) == distinctive


def test_another_open_school_of_the_name_is_a_namesake_with_its_town():
    read = read_gias(
        register(
            row(),
            row(
                urn="990201", name="Wrenbeck Primary Academy", town="Tollworth", county="Westmarch"
            ),
            row(urn="990202", name="Harrow Hill School"),
            row(urn="990203", name="Wrenbeck School", town="Dunmarch", status="Closed"),
        )
    )

    assert {school.urn: school.namesakes for school in read.schools} == {
        "990101": (
            Namesake(
                "Wrenbeck Primary Academy, Tollworth", "another school of this name in Tollworth"
            ),
        ),
        "990201": (
            Namesake(
                "Wrenbeck Primary School, Harrowmere", "another school of this name in Harrowmere"
            ),
        ),
        "990202": (),
    }


def test_the_nearest_namesakes_are_kept_when_there_are_many():
    far = [
        row(urn=str(100000 + n), town=f"Town {n}", county="Westmarch", authority="Westmarch")
        for n in range(500)
    ]
    near = [
        row(urn="990301", town="Lower Mere", authority="Mere Council"),
        row(urn="990302", town="Upper Mere", county="Farmarch"),
        row(urn="990303", name="Wrenbeck Infant School"),
    ]

    schools = read_gias(register(*far, *near, row())).schools
    own = next(school for school in schools if school.urn == "990101")

    assert len(own.namesakes) == MOST_NAMESAKES
    assert [namesake.name.rpartition(", ")[2] for namesake in own.namesakes[:3]] == [
        "Harrowmere",
        "Upper Mere",
        "Lower Mere",
    ]
    assert all(len(school.namesakes) == MOST_NAMESAKES for school in schools)


def test_no_school_is_its_own_namesake():
    read = read_gias(register(row(), row(urn="990102")))

    assert [len(school.namesakes) for school in read.schools] == [1, 1]


def test_the_order_of_the_file_does_not_matter():
    rows = [row(urn=str(990101 + n), town=f"Town {n}") for n in range(5)]

    forward, backward = read_gias(register(*rows)), read_gias(register(*rows[::-1]))

    assert [s.urn for s in forward.schools] == [s.urn for s in backward.schools]
    assert [set(s.namesakes) for s in forward.schools] == [
        set(s.namesakes) for s in backward.schools
    ]


def test_a_predecessors_name_becomes_a_former_name():
    read = read_links(
        links(
            ("990101", "Wrenbeck Board School", "Predecessor"),
            ("990101", "Wrenbeck Infant School", "Predecessor - amalgamated"),
            ("990101", "Wrenbeck Board School", "Predecessor - merged"),
            ("990101", "Wrenbeck Academy", "Successor"),
            ("99", "Nowhere", "Predecessor"),
        )
    )

    assert read.problems == ()
    assert dict(read.former_names) == {
        "990101": ("Wrenbeck Board School", "Wrenbeck Infant School")
    }


def test_a_predecessor_of_the_same_name_is_not_a_former_name():
    schools = read_gias(register(row(), row(urn="990102", name="Harrow Hill School"))).schools
    read = read_links(
        links(
            ("990101", "WRENBECK PRIMARY SCHOOL", "Predecessor"),
            ("990101", "Wrenbeck Board School", "Predecessor"),
        )
    )

    assert [school.former_names for school in with_former_names(schools, read)] == [
        ("Wrenbeck Board School",),
        (),
    ]


def test_a_links_file_of_something_else_names_the_columns_it_lacks():
    assert read_links(b"URN,Group UID\r\n").problems == (
        (
            "the file has no column LinkName, LinkType; download it again from the register "
            "(columns URN, LinkName, LinkType are needed)"
        ),
    )


def test_the_register_fills_blanks_and_leaves_what_the_operator_wrote():
    own = School(
        id=SchoolId("wrenbeck"),
        name="Wrenbeck Primary",
        town="Harrowmere",
        urn="990101",
        website="https://wrenbeck.example",
        namesakes=(Namesake("Wrenbeck Lane", "a street"), Namesake("wrenbeck academy tollworth")),
    )
    (registered, *_) = read_gias(
        register(
            row(),
            row(urn="990102", name="Wrenbeck Academy", town="Tollworth"),
            row(urn="990103", name="Wrenbeck Academy", town="Dunmarch"),
        )
    ).schools

    better = enriched(own, registered)

    assert (better.id, better.name) == ("wrenbeck", "Wrenbeck Primary")
    assert better.website == "https://wrenbeck.example"
    assert (better.county, better.postcode) == ("Eastmarch", "HM4 7QT")
    assert [namesake.name for namesake in better.namesakes] == [
        "Wrenbeck Lane",
        "wrenbeck academy tollworth",
        "Wrenbeck Academy, Dunmarch",
    ]
