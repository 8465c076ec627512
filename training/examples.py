"""The labelled corpus as the learned judge meets it: tokens, what the rules saw, and the labels."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from orm.evaluation.labels import Gold, Labelled
from orm.evaluation.reading import read_posts
from orm.evaluation.schools import read_schools
from orm.learned.tokens import Plain, Tokens
from orm.match.calling import called
from orm.match.matcher import Matcher
from orm.model.items import Identity, Item, Kind
from orm.model.judgement import Mention, Stance, Verdict
from orm.model.polls import Scope
from orm.model.schools import School, SchoolId
from orm.pipeline.weighing import facts_of
from orm.sentiment.scorer import Scorer
from orm.triage.decide import understand
from orm.wiring import read_house_policy

HERE = Path(__file__).parent
SOMEWHERE = School(id=SchoolId("somewhere"), name="", town="")


@dataclass(frozen=True, slots=True)
class Example:
    """One text. `gold` is None for a comment that only has a stance."""

    id: str
    hand: str
    scenario: str
    said: Tokens
    author: Tokens
    facts: Mapping[str, float]
    stance: Stance
    gold: Gold | None = None


class Reader:
    """Reads texts as the house does, up to the point where the learned judge is asked."""

    def __init__(self) -> None:
        self._policy = read_house_policy()
        self._scorer = Scorer()
        self._plain = Plain(called)

    def facts(
        self, item: Item, mention: Mention, school: School, scope: Scope
    ) -> Mapping[str, float]:
        """What the rules see."""
        understood = understand(item, mention, school=school, policy=self._policy, scope=scope)
        tones = self._scorer.tones(item, mention)
        return facts_of(item, mention, understood, tones)

    def posts(self, path: Path, schools: Path) -> Iterator[Example]:
        """The examples of a file in the format of `orm eval`, in its order."""
        watched = read_schools(schools.read_bytes(), name=schools.name)
        matcher = Matcher.build(tuple(watched.values()))
        raw = path.read_bytes()
        lines = [json.loads(line) for line in raw.decode("utf-8").splitlines() if line.strip()]
        labelled: Sequence[Labelled] = read_posts(raw, watched, name=path.name)
        for line, each in zip(lines, labelled, strict=True):
            post = each.post
            school = watched[post.school_id]
            mention = matcher.mention(post.item, school.id, post.scope)
            said, author = self._plain.read(post.item, school)
            yield Example(
                id=post.id,
                hand=line.get("hand", path.stem),
                scenario=line.get("scenario", post.id),
                said=said,
                author=author,
                facts=self.facts(post.item, mention, school, post.scope),
                stance=each.gold.sentiment,
                gold=each.gold,
            )

    def comments(self, path: Path) -> Iterator[Example]:
        """The examples of a file of texts with a sentiment, which are about no school."""
        mention = Mention(school_id=SOMEWHERE.id, verdict=Verdict.US, score=1.0, evidence=())
        for line in path.read_text(encoding="utf-8").splitlines():
            read = json.loads(line)
            item = Item(Identity("text", ""), Kind.POST, platform="", url="", text=read["text"])
            said, author = self._plain.read(item, SOMEWHERE)
            yield Example(
                id=read.get("id", ""),
                hand=path.stem,
                scenario=read.get("scenario", ""),
                said=said,
                author=author,
                facts=self.facts(item, mention, SOMEWHERE, Scope.ABOUT),
                stance=Stance(read["sentiment"]),
            )
