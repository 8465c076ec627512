"""One decision for one mention: what the written policy says, and why."""

from dataclasses import dataclass, replace

from orm.model.items import Item
from orm.model.judgement import (
    ALWAYS_SEALED,
    AuthorType,
    Category,
    Decision,
    Ground,
    Mention,
    Retain,
    Severity,
    Verdict,
)
from orm.model.opinions import Opinion
from orm.model.polls import Scope
from orm.model.schools import Role, School
from orm.model.settings import PolicyProfile
from orm.triage.advice import SECOND_READING, advised
from orm.triage.authors import Author, read_author
from orm.triage.checks import ALWAYS_RAISED
from orm.triage.gates import Situation, doors
from orm.triage.grounds import Post, read_post
from orm.triage.policy import Policy, theme_list
from orm.triage.rules import Match
from orm.triage.severity import Finding, classify

ABOUT_HEADTEACHER = "about-headteacher"
ABOUT_DSL = "about-dsl"
_SUBJECT_RULES = {ABOUT_HEADTEACHER: Role.HEADTEACHER, ABOUT_DSL: Role.DSL}
_CHILD_TARGET = "child-target"
CONFIRMED_IMPOSTOR = "person-says-impostor"
"""The ground of an account that a person has called an impostor."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What the rules make of a mention: its words, who writes, which rules fire, and the category
    they come to.
    """

    post: Post
    author: Author
    matches: tuple[Match, ...]
    finding: Finding


def understand(
    item: Item, mention: Mention, *, school: School, policy: Policy, scope: Scope
) -> Understood:
    """The item as the written rules read it for one school. Tone plays no part (domain.md §3.1)."""
    post = read_post(item, mention, school=school, policy=policy, scope=scope)
    author = read_author(post, policy)
    matches = post.fired(policy.rules)
    finding = classify(matches, post.reading.facts, author, policy.categories)
    return Understood(post, author, matches, finding)


def decide(
    understood: Understood,
    mention: Mention,
    *,
    policy: Policy,
    profile: PolicyProfile,
    opinion: Opinion | None = None,
) -> Decision:
    """What the policy says of a mention. Total: every item gets a decision.

    An item that is not about the school is T0 unless it speaks of an imminent danger to life,
    which is raised whoever it is about. `opinion` is a second reading (orm/triage/advice.py).
    """
    finding, author = understood.finding, understood.author
    if opinion is not None:
        finding, author = advised(finding, author, opinion, policy.categories)
        if mention.verdict is Verdict.UNSURE and _is_likely_nothing(finding, opinion):
            finding = _NOT_US
    if mention.verdict is Verdict.NOT_US and not _is_danger_to_life(finding):
        return ruling(_NOT_US, _stranger(author), policy=policy, profile=profile)
    if mention.verdict is Verdict.UNSURE:
        author = _stranger(author)
    matches, post = understood.matches, understood.post
    spoken = [m for m in matches if _counts(m, matches, finding, policy)]
    grounds = tuple(map(post.ground, spoken))
    if _goes_further(finding, understood.finding):
        grounds = (Ground(rule=SECOND_READING), *grounds)
    return ruling(
        finding,
        author,
        policy=policy,
        profile=profile,
        verdict=mention.verdict,
        seen=Seen(grounds, _themes(post, policy)),
    )


_NOT_US = Finding(Category.T0, Severity.S0)


def _goes_further(finding: Finding, of_rules: Finding) -> bool:
    """Whether something is found that the rules alone did not find."""
    other = finding.category is not of_rules.category
    return other or finding.severity > of_rules.severity or (finding.seals and not of_rules.seals)


def _stranger(author: Author) -> Author:
    """Whoever may speak of another school is not shown to be of this one's community. A child's age
    stays known (G9).
    """
    return replace(author, type=AuthorType.UNKNOWN) if author.type.community else author


def _is_likely_nothing(finding: Finding, opinion: Opinion) -> bool:
    """Of a post that may be about nobody here: it is likeliest somebody else's, and nothing grave."""
    grave = finding.severity >= Severity.S3 or finding.review or finding.seals
    return opinion.likeliest is Category.T0 and not grave


def _is_danger_to_life(finding: Finding) -> bool:
    return finding.category is Category.T8 and finding.severity is Severity.S4


@dataclass(frozen=True, slots=True)
class Seen:
    """What a decision quotes and files a post under."""

    grounds: tuple[Ground, ...] = ()
    themes: tuple[str, ...] = ()


def _themes(post: Post, policy: Policy) -> tuple[str, ...]:
    hits = post.reading.hits
    return tuple(key for key in policy.themes if theme_list(key) in hits)


def ruling(
    finding: Finding,
    author: Author,
    *,
    policy: Policy,
    profile: PolicyProfile,
    verdict: Verdict = Verdict.US,
    seen: Seen = Seen(),
) -> Decision:
    """The policy's row for a finding and an author. A person who confirms another author type
    changes the routes and nothing else.
    """
    row = policy.categories[finding.category]
    subjects = {g.rule for g in seen.grounds if g.rule in _SUBJECT_RULES}
    child = author.age is not None and author.age < profile.child_age
    open_doors = doors(
        Situation(
            category=finding.category,
            severity=finding.severity,
            author=author.type,
            verdict=verdict,
            subtype=finding.subtype,
            marks=finding.marks,
            child_author=child,
            about_headteacher=ABOUT_HEADTEACHER in subjects,
        ),
        policy=policy,
        profile=profile,
    )
    retain = _retain(finding, verdict, child=child, policy=policy)
    sealed = finding.category in ALWAYS_SEALED or finding.seals
    return Decision(
        category=finding.category,
        severity=finding.severity,
        author=author.type,
        grounds=_kept(seen.grounds, retain),
        routes=open_doors.routes,
        locked=open_doors.locked,
        owner=_owner(finding, subjects, policy, sealed=sealed),
        deadline=row.deadline_for(finding.severity),
        policy=policy.version,
        subtype=finding.subtype,
        also=finding.also,
        author_cue=author.cue if retain is Retain.FULL else "",
        tags_4c=row.four_c,
        themes=seen.themes,
        sealed=sealed,
        opens_case=_opens(finding, verdict, policy, sealed=sealed),
        retain=retain,
    )


def _counts(one: Match, matches: tuple[Match, ...], finding: Finding, policy: Policy) -> bool:
    """False for a rule that says whom the post is about when that is not what it accuses.

    "I wrote to the head" is not about the head: G7 needs the role in, or next to, a sentence
    that is a ground, and a category in which the subject must not decide.
    """
    if one.rule.id not in _SUBJECT_RULES:
        return True
    if not policy.categories[finding.category].conflict:
        return False
    here = {h.sentence for h in one.hits}
    return any(
        abs(hit.sentence - sentence) <= 1
        for other in matches
        if other.rule.category in {finding.category, *finding.also}
        for hit in other.hits
        for sentence in here
    )


def _owner(finding: Finding, subjects: set[str], policy: Policy, *, sealed: bool) -> Role:
    """Who decides. G7: never the person the post accuses; G8: sealed belongs to the DSL or, for an
    allegation against staff, to the headteacher.
    """
    owner = policy.categories[finding.category].owner
    if _CHILD_TARGET in finding.marks and not policy.categories[finding.category].sealed:
        owner = Role.DSL
    if sealed and owner not in {Role.DSL, Role.HEADTEACHER}:
        owner = Role.DSL
    if ABOUT_HEADTEACHER in subjects and owner is Role.HEADTEACHER:
        return Role.CHAIR
    if ABOUT_DSL in subjects and owner is Role.DSL:
        return Role.CHAIR if ABOUT_HEADTEACHER in subjects else Role.HEADTEACHER
    return owner


def _retain(finding: Finding, verdict: Verdict, *, child: bool, policy: Policy) -> Retain:
    """How much is kept. The strictest rule wins: T13 and G9 keep a pointer, T0 a hash. While nobody
    is sure whom it is about, a person needs the words to tell.
    """
    retain = policy.categories[finding.category].retain
    if retain is Retain.POINTER or Category.T13 in finding.also:
        return Retain.POINTER
    if finding.category is Category.T0 and verdict is Verdict.UNSURE and not child:
        return Retain.FULL
    if retain is Retain.HASH or (finding.category is Category.T16 and finding.subtype == "d"):
        return Retain.HASH
    if child:
        return Retain.POINTER
    return Retain.FULL


def _kept(grounds: tuple[Ground, ...], retain: Retain) -> tuple[Ground, ...]:
    """Grounds without their words where the words may not be kept."""
    if retain is Retain.FULL:
        return grounds
    return tuple(Ground(rule=g.rule) for g in grounds) if retain is Retain.POINTER else ()


def _opens(finding: Finding, verdict: Verdict, policy: Policy, *, sealed: bool) -> bool:
    """Whether a person must act. While nobody is sure that it is about us, only what is urgent or
    sealed becomes a case; the rest waits in the list of unsure mentions.
    """
    if finding.category in ALWAYS_RAISED or sealed or finding.review:
        return True
    if verdict is not Verdict.US and not finding.severity >= Severity.S3:
        return False
    least = policy.categories[finding.category].opens_case_from
    return least is not None and finding.severity >= least
