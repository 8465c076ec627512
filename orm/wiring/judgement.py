"""What joins the judgement: the written policy, the scales, and the safety check of what is said of it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from hashlib import sha256
from importlib import resources
from pathlib import Path

from orm.config.licensing import letter_licence
from orm.config.values import Config
from orm.http.fetcher import version
from orm.leaks.posts import secrets
from orm.leaks.screen import Screen
from orm.learned.judge import Learned, shipped
from orm.learned.tokens import Plain
from orm.match.calling import called
from orm.match.matcher import Matcher
from orm.model.cases import NewCase
from orm.model.items import Item
from orm.model.letters import Letter, PostWords
from orm.model.schools import Contact, School
from orm.model.settings import PolicyProfile
from orm.pipeline.judging import Bench
from orm.pipeline.weighing import Scales
from orm.ports import SecondReader
from orm.sentiment.scorer import Scorer
from orm.triage.policy import Policy, read_policy
from orm.wiring.own_posts import house_questions
from orm.wiring.repeating import repeated
from reports.alert import alert
from reports.held import instead_of
from reports.vocabulary import phrases
from sources import registry


@cache
def read_house_policy() -> Policy:
    """The written policy that comes with the house, read once."""
    folder = resources.files("orm") / "policy"
    return read_policy(
        {
            Path(each.name).stem: each.read_text(encoding="utf-8")
            for each in folder.iterdir()
            if each.name.endswith(".toml")
        }
    )


def house_scales(
    policy: Policy, profile: PolicyProfile, second: SecondReader | None = None
) -> Scales:
    """What weighs mentions: VADER, the written policy and the learned judge of this release."""
    learned = Learned(shipped(), Plain(called))
    return Scales(Scorer(), policy, profile, learned, second)


def house_screen(config: Config, policy: Policy) -> Screen:
    """The safety check of this house's letters (domain.md §5.3)."""
    return Screen(
        letter_licence(config, policy, phrases()), partial(instead_of, rules=config.digest)
    )


def house_bench(
    config: Config,
    schools: Sequence[School],
    *,
    policy: Policy,
    screen: Screen,
    second: SecondReader | None,
) -> Bench:
    """What judges posts about these schools; its alerts have passed the safety check."""

    def write_alert(
        case: NewCase, school: School, reader: Contact, item: Item
    ) -> tuple[Letter, ...]:
        letter = alert(
            ref=case.ref, severity=case.severity, school=school, reader=reader, rules=config.digest
        )
        post = PostWords(item.author, item.title, item.text, item.outlet, item.kind)
        return screen.clear(letter, secrets([post]), names=(school.name,))

    return Bench(
        schools={school.id: school for school in schools},
        matcher=Matcher.build(schools),
        scales=house_scales(policy, config.profile, second),
        version=_judgement(config, schools, policy),
        press=registry.press(),
        contacts=config.contacts,
        calendar=config.calendar,
        write_alert=write_alert,
        ask_own=house_questions(config.names, config.calendar),
        repeat=partial(repeated, config, screen),
    )


def _judgement(config: Config, schools: Sequence[School], policy: Policy) -> str:
    """A text that is another one when the same post might be judged in another way."""
    profile = replace(config.profile, routes=frozenset())
    routes = sorted(config.profile.routes)
    stamps = sorted((name, stamp.version) for name, stamp in policy.stamps.items())
    judge = (config.judge.url, config.judge.model) if config.judge else ()
    lists = sorted((school, each.version) for school, each in config.names.items())
    asked = (config.calendar, lists)
    everything = repr(
        (version(), shipped().version, stamps, schools, profile, routes, judge, asked)
    )
    return sha256(everything.encode(errors="replace")).hexdigest()
