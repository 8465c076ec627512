"""The invented town's two schools, and one-line items."""

from collections.abc import Mapping

from orm.match import Matcher
from orm.model.items import Identity, Item, Kind
from orm.model.judgement import Mention
from orm.model.polls import Scope
from orm.model.schools import Namesake, OfficialAccount, School, SchoolId

WRENBECK = School(
    id=SchoolId("wrenbeck"),
    name="Wrenbeck Primary School",
    town="Harrowmere",
    aliases=("Wrenbeck Primary",),
    short_names=("WPS",),
    county="Eastmarch",
    postcode="HM4 2AB",
    local_authority="Eastmarch Council",
    urn="990101",
    website="https://www.wrenbeck.example/",
    context_terms=("Otter Class",),
    namesakes=(
        Namesake("Wrenbeck Primary Academy, Tollworth", "a school in the next county"),
        Namesake("Wrenbeck Lane", "a street"),
        Namesake("The Wrenbeck Arms", "a pub"),
        Namesake("Wrenbeck Rovers", "a football club"),
        Namesake("Wrenbeck Mill", "a novel"),
    ),
    accounts=(OfficialAccount("x", "@WPS_Harrowmere", "Wrenbeck Primary"),),
)
ST_ORRINS = School(
    id=SchoolId("st-orrins"),
    name="St Orrin's C of E Primary School",
    town="Harrowmere",
    short_names=("St Orrin's",),
    county="Eastmarch",
    postcode="HM4 5CD",
    local_authority="Eastmarch Council",
    urn="990102",
    trust="Mereside Learning Trust",
)
ST_MARYS = School(
    id=SchoolId("st-marys"),
    name="St Mary's Primary School",
    town="Harrowmere",
    county="Eastmarch",
    postcode="HM4 7EF",
)
TOWN = Matcher.build([WRENBECK, ST_ORRINS])


def post(
    text: str,
    *,
    title: str = "",
    author: str = "",
    kind: Kind = Kind.POST,
    outlet: str = "",
    url: str = "",
    rating: float | None = None,
) -> Item:
    """A post, or another kind of item."""
    return Item(
        identity=Identity("test", "1"),
        kind=kind,
        platform="x",
        url=url,
        title=title,
        text=text,
        author=author,
        outlet=outlet,
        rating=rating,
    )


def mention_of(
    school: School, item: Item, *, scope: Scope | None = None, matcher: Matcher = TOWN
) -> Mention | None:
    """What the matcher says of one school."""
    wanted: Mapping[SchoolId, Scope] = {} if scope is None else {school.id: scope}
    found = {mention.school_id: mention for mention in matcher.mentions(item, wanted)}
    return found.get(school.id)
