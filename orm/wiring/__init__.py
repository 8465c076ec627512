"""The composition root: the only place that knows sources, reports and edges together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from orm.accounts.official import with_accounts
from orm.cases.chain import PROGRAM
from orm.config.values import Config
from orm.credentials import meters
from orm.desk.drafting import WritingDesk
from orm.desk.pressing import Desk
from orm.errors import ConfigError
from orm.http.domains import registrable_domain
from orm.intake.reception import Reception, Spelling
from orm.leaks.screen import Screen
from orm.looking.judging import Web
from orm.model.brought import Brought
from orm.model.cases import CaseRef
from orm.model.evidence import KeptPaper
from orm.model.letters import Letter, PostWords
from orm.model.looks import Looked
from orm.model.opening_hours import Opening
from orm.model.polls import PollPlan
from orm.model.records import PlanChange, Purged
from orm.model.schools import Contact, School
from orm.model.settlements import MentionId
from orm.model.weeks import Week, WeekFacts
from orm.pipeline.alerting import GATHERED, Alerting, tell_due, tell_waves
from orm.pipeline.bringing import Receipt, Visit, bring, empty_letterbox
from orm.pipeline.keeping_evidence import (
    Keeping,
    Kept,
    keep_brought,
    keep_due,
    keep_paper,
    let_go_due,
)
from orm.pipeline.looking_again import Eyes, look_again
from orm.pipeline.metering import MeteredFetch
from orm.pipeline.planning import plan
from orm.pipeline.reminding import Reminded, remind_due
from orm.pipeline.running import PollDone, Round, run_due
from orm.pipeline.settling import SettledMention, Word, settle
from orm.ports import (
    Source,
    Store,
)
from orm.reading.shelf import Shelf
from orm.register import enriched
from orm.retention import cutoffs
from orm.triage.policy import Policy
from orm.weekly import Delivered, cleared, send_due
from orm.wiring.alerting import house_alerting
from orm.wiring.delivering import deliver_all
from orm.wiring.desk import circumstances
from orm.wiring.edges import Edges, build_source, built, open_edges, source_shapes
from orm.wiring.judgement import house_bench, house_scales, house_screen, read_house_policy
from orm.wiring.letter_book import NOT_STOPPING, Stopping, reading, stopping
from orm.wiring.papers import OnLetterhead
from orm.wiring.reminding import house_reminding, posh_opening
from orm.wiring.upkeep import house_upkeep
from reports.digest import digest
from sources._parsing.dates import read_date
from sources._parsing.links import canonical
from sources._parsing.text import is_media, plain

__all__ = [
    "SPELLING",
    "WEB",
    "Edges",
    "House",
    "build",
    "build_source",
    "built",
    "house_scales",
    "open_edges",
    "read_house_policy",
    "source_shapes",
]

_WEEKS_BATCH = 20


@dataclass(frozen=True, slots=True)
class House:
    """The house, wired: one method per thing that the heartbeat or a command asks for."""

    config: Config
    edges: Edges
    sources: Mapping[str, Source]
    schools: tuple[School, ...]
    round: Round
    screen: Screen

    def close(self) -> None:
        """Give back what the house holds open. It may be used again."""
        self.edges.store.close()

    @property
    def policy(self) -> Policy:
        """The written policy that decisions are made by."""
        return self.round.bench.scales.policy

    @property
    def shelf(self) -> Shelf:
        """What the desk's pages read.

        Raises:
            ConfigError: this house has no desk.
        """
        if self.edges.shelf is None:
            raise ConfigError(["desk: this house has none"])
        return self.edges.shelf

    @property
    def posh_opening(self) -> Opening:
        """When POSH can be rung."""
        return posh_opening(self.config, self.policy)

    def plans(self) -> tuple[PollPlan, ...]:
        """What would be asked, and for whom."""
        return plan(self.sources.values(), self.schools, domain_of=registrable_domain)

    def enrol(self) -> None:
        """Make the database's schools and people those of the configuration."""
        now = self.edges.clock.now()
        self.edges.store.save_schools(self.schools, now=now)
        self.edges.store.save_people(self.config.contacts, now=now)

    def plan(self, *, spread: timedelta) -> PlanChange:
        """Make the schools, people and polls what the configuration asks for."""
        self.enrol()
        now = self.edges.clock.now()
        return self.edges.store.plan(self.plans(), now=now, spread=spread)

    def collect(
        self,
        *,
        source: str | None = None,
        stop: Callable[[], bool] = lambda: False,
        report: Callable[[PollDone], None] = lambda _: None,
    ) -> tuple[PollDone, ...]:
        """Run every poll that is due."""
        return run_due(self.round, source=source, stop=stop, report=report)

    def reception(self, *, brought_by: str) -> Reception:
        """Where people hand in posts now."""
        return Reception(
            schools=tuple(school.id for school in self.schools),
            brought_by=brought_by,
            now=self.edges.clock.now(),
            spelling=SPELLING,
        )

    def take_in(self, brought: Brought) -> Receipt:
        """Judge and record a post that a person brought; evidence of it names who saw it."""
        receipt = bring(brought, bench=self.round.bench, store=self.edges.store)
        if self.edges.archive is not None:
            keep_brought(brought, receipt.taken.cases, self.keeping, now=self.edges.clock.now())
        return receipt

    @property
    def keeping(self) -> Keeping:
        """What keeping evidence needs.

        Raises:
            ConfigError: this house keeps none.
        """
        if self.edges.archive is None:
            raise ConfigError(["evidence: this house keeps none"])
        return Keeping(self.edges.archive, self.edges.store)

    def keep_evidence(self) -> Kept:
        """Keep what is new of every open case as evidence."""
        if self.edges.archive is None:
            return Kept()
        return keep_due(self.keeping, now=self.edges.clock.now())

    def visit_mailbox(self, reception: Reception) -> Visit:
        """Take in what staff forwarded to the mailbox.

        Raises:
            ConfigError: there is no mailbox.
            SourceError: it cannot be read.
        """
        if self.edges.letterbox is None:
            raise ConfigError(["intake.mailbox: is missing; add it to config.toml, or use --eml"])
        with self.edges.letterbox() as box:
            return empty_letterbox(
                box,
                reception=reception,
                contacts=self.config.contacts,
                allowed_domains=self.config.mail.allowed_domains,
                take=self.take_in,
            )

    def look_again(self, ref: CaseRef, *, by: str = PROGRAM) -> tuple[Looked, ...]:
        """Ask once whether what a case is about is still there; `by` is who wants to know.

        Raises:
            NotAllowed: the policy does not let anybody look, or no look is left.
            Conflict: somebody else looks at the same moment.
        """
        eyes = Eyes(self.round.fetch, self.edges.store, self.edges.clock, WEB, self.edges.archive)
        return look_again(ref, by=by, eyes=eyes)

    @property
    def desk(self) -> Desk:
        """Where people work on cases."""
        keeping = None if self.edges.archive is None else self.keeping
        return Desk(
            store=self.edges.store,
            policy=self.policy,
            profile=self.round.bench.scales.profile,
            contacts=self.config.contacts,
            calendar=self.config.calendar,
            opening=self.posh_opening,
            schools={school.id: school for school in self.schools},
            around=partial(circumstances, policy=self.policy, keeping=keeping),
        )

    @property
    def writing(self) -> WritingDesk:
        """The desk with what writes letters and packs, and keeps those that were approved."""

        def keep(ref: CaseRef, paper: KeptPaper, now: datetime) -> None:
            keep_paper(ref, paper, self.keeping, now=now)

        return WritingDesk(self.desk, OnLetterhead(self.config.letterhead), keep)

    def settle(self, mention_id: MentionId, word: Word) -> SettledMention:
        """Take a person's word on whether a post is about a school, and act on it at once.

        Raises:
            NotAllowed: no such mention, or not theirs to settle.
            Conflict: the post or its case changed meanwhile.
        """
        return settle(
            mention_id,
            word,
            bench=self.round.bench,
            store=self.edges.store,
            now=self.edges.clock.now(),
        )

    def remind(self) -> Reminded:
        """Remind people of cases that wait too long (gate G12)."""
        reminding = house_reminding(
            self.config, self.schools, store=self.edges.store, screen=self.screen
        )
        return remind_due(reminding, now=self.edges.clock.now())

    @property
    def alerting(self) -> Alerting:
        """What tells people of more than single cases.

        Raises:
            ConfigError: this house keeps no book of what it told.
        """
        return house_alerting(self.config, self.schools, edges=self.edges, screen=self.screen)

    def tell(self) -> int:
        """Tell of spikes, silent sources and keys that end; how many letters."""
        if self.edges.alerts is None:
            return 0
        return tell_due(self.alerting, now=self.edges.clock.now())

    def tell_waves(self, *, gathered: timedelta = GATHERED) -> int:
        """Tell of a wave's later cases together, once they have waited so long; how many letters."""
        if self.edges.alerts is None:
            return 0
        return tell_waves(self.alerting, gathered=gathered, now=self.edges.clock.now())

    def queue_digests(self) -> int:
        """Queue the digests that are due; how many letters."""
        return send_due(
            self.edges.store,
            schools=self.schools,
            reading=reading(self.config, self.edges),
            write=self.write_digests,
            rules=self.config.digest,
            calendar=self.config.calendar,
            now=self.edges.clock.now(),
        )

    def write_digests(
        self,
        facts: WeekFacts,
        posts: Sequence[PostWords],
        school: School,
        readable: Sequence[Contact],
    ) -> tuple[Letter, ...]:
        """Every reader's digest, after the safety check: held ones among them, with what goes instead."""
        told = stopping(self.config, self.edges, school, facts.week)
        write = partial(self.write_digest, stopping=told)
        return cleared(facts, posts, school, readable, write=write, screen=self.screen)

    def write_digest(
        self, facts: WeekFacts, school: School, reader: Contact, stopping: Stopping = NOT_STOPPING
    ) -> Letter:
        """One reader's digest of one school's week, before the safety check."""
        return digest(
            facts,
            school=school,
            reader=reader,
            contacts=self.config.contacts,
            rules=self.config.digest,
            now=self.edges.clock.now(),
            upkeep=stopping.told(
                house_upkeep(
                    facts,
                    self.config,
                    self.sources,
                    policy=self.policy,
                    today=self.edges.clock.now().date(),
                ),
                reader,
            ),
        )

    def digests(self, school: School, week: Week) -> tuple[Letter, ...]:
        """Every reader's digest of a week after the safety check, to look at; nothing is queued."""
        store = self.edges.store
        facts = store.week_facts(school.id, week, now=self.edges.clock.now())
        posts = store.post_words(school.id, week)
        return self.write_digests(facts, posts, school, reading(self.config, self.edges)(school))

    def count_weeks(self, *, stop: Callable[[], bool] = lambda: False) -> int:
        """Count every week that changed since it was counted, for Trends; how many."""
        total = 0
        while not stop() and (counted := self.edges.store.count_weeks(most=_WEEKS_BATCH)):
            total += counted
        return total

    def purge(self) -> Purged:
        """Delete what has outlived its time, and the evidence of what went."""
        now = self.edges.clock.now()
        purged = self.edges.store.purge(cutoffs(self.config.retention, now=now), now=now)
        if self.edges.archive is not None:
            let_go_due(self.keeping, now=now)
        if self.edges.letter_book is not None:
            self.edges.letter_book.forget(now=now)
        return purged

    def deliver(self) -> Delivered:
        """Send what waits in the outbox, batch by batch: messages in channels, then letters."""
        return deliver_all(self.config, self.edges, screen=self.screen, worker=self.round.worker)


def _moment(written: str, now: datetime) -> datetime | None:
    return read_date(written, fetched_at=now).at


SPELLING = Spelling(canonical=canonical, plain=plain, is_media=is_media, moment=_moment)
"""Addresses, words and dates of brought posts are read as the collectors read theirs."""

WEB = Web(canonical=canonical, domain_of=registrable_domain)
"""Two spellings of one address are one page, as the collectors see it."""


def build(config: Config, edges: Edges, *, worker: str) -> House:
    """The house; nothing is written. `worker` is unique among all that use the database now."""
    schools = _completed(config.schools, edges.store)
    sources = built(config.sources)
    policy = read_house_policy()
    screen = house_screen(config, policy)
    return House(
        config=config,
        edges=edges,
        sources=sources,
        schools=schools,
        round=Round(
            sources=sources,
            fetch=MeteredFetch(
                edges.fetch, edges.store, edges.clock, meters(config.sources, sources)
            ),
            store=edges.store,
            clock=edges.clock,
            manners=config.manners,
            bench=house_bench(config, schools, policy=policy, screen=screen, second=edges.second),
            worker=worker,
        ),
        screen=screen,
    )


def _completed(schools: tuple[School, ...], store: Store) -> tuple[School, ...]:
    """The schools of config.toml with what the DfE register and the register of accounts add."""
    known = store.registered([school.urn for school in schools if school.urn])
    accounts = store.accounts.register([school.id for school in schools])
    return tuple(
        with_accounts(
            enriched(school, known[school.urn]) if school.urn in known else school, accounts
        )
        for school in schools
    )
