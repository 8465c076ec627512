"""The house's own policy, invented posts, and what is decided of them."""

from functools import cache
from pathlib import Path

from orm.model.items import Identity, Item, Kind
from orm.model.judgement import Assessment, Decision, Mention, Span, Stance, Verdict
from orm.model.polls import Scope
from orm.model.schools import OfficialAccount, School, SchoolId
from orm.model.settings import PolicyProfile
from orm.triage.decide import decide, understand
from orm.triage.policy import Policy, read_policy

FOLDER = Path(__file__).parents[1] / "orm" / "policy"

WRENBECK = School(
    id=SchoolId("wrenbeck"),
    name="Wrenbeck Primary School",
    town="Harrowmere",
    aliases=("Wrenbeck Primary",),
    short_names=("WPS", "Wrenbeck"),
    accounts=(OfficialAccount("x", "@WPS_Harrowmere", "Wrenbeck Primary"),),
)
CARROWBY = School(
    id=SchoolId("carrowby"),
    name="Edmund Carrowby Primary School",
    town="Wexholme",
    aliases=("Edmund Carrowby Primary", "Carrowby Primary"),
    short_names=("ECPS", "Edmund Carrowby", "Carrowby"),
    accounts=(OfficialAccount("x", "@ECPS_Wexholme", "Edmund Carrowby Primary"),),
)
NO_TONE = Assessment(Stance.ABSTAIN, 0.0, (), "none")


def policy_texts() -> dict[str, str]:
    """The files of orm/policy by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.toml")}


@cache
def house_policy() -> Policy:
    """The policy that comes with the house."""
    return read_policy(policy_texts())


def post(
    text: str,
    *,
    title: str = "",
    author: str = "",
    kind: Kind = Kind.POST,
    platform: str = "x",
    rating: float | None = None,
) -> Item:
    """One invented public post."""
    return Item(
        identity=Identity("test", text[:40]),
        kind=kind,
        platform=platform,
        url="https://x.example/1",
        title=title,
        text=text,
        author=author,
        rating=rating,
    )


def name_spans(item: Item, school: School) -> tuple[Span, ...]:
    """Where the school's names stand, as `match` would say."""
    spans = []
    for field, text in (("title", item.title), ("text", item.text)):
        for name in (school.name, *school.aliases, *school.short_names):
            at = text.lower().find(name.lower())
            while at >= 0:
                spans.append(Span(field, at, at + len(name)))
                at = text.lower().find(name.lower(), at + 1)
    return tuple(spans)


def decided(
    item: Item | str,
    *,
    verdict: Verdict = Verdict.US,
    school: School = WRENBECK,
    scope: Scope = Scope.OPEN,
    profile: PolicyProfile | None = None,
) -> Decision:
    """What the house's policy says of a post."""
    item = post(item) if isinstance(item, str) else item
    mention = Mention(school.id, verdict, 1.0, (), name_spans(item, school))
    policy = house_policy()
    understood = understand(item, mention, school=school, policy=policy, scope=scope)
    return decide(understood, mention, policy=policy, profile=profile or PolicyProfile())
