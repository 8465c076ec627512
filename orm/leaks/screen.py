"""What becomes of a letter: cleared, or held in the house with a neutral one in its place."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from orm.leaks.licence import Licence
from orm.leaks.marks import marks, marks_in
from orm.leaks.posts import Secret, names_in, told
from orm.model.letters import Leak, Letter, Mail, fingerprint
from orm.model.weeks import WeekFacts, WeekMention

NEUTRAL = "/held"
"""In the name of a letter that goes instead of another. Nothing goes instead of that one."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The safety check of one house. `instead` writes the neutral letter, from fixed words only."""

    licence: Licence
    instead: Callable[[Letter], Letter]

    def clear(
        self,
        letter: Letter,
        posts: Sequence[Secret],
        *,
        names: Iterable[str],
        without_posts: Letter | None = None,
        headlines: Iterable[str] = (),
    ) -> tuple[Letter, ...]:
        """The letter, cleared; or the letter, held, and the neutral one that goes instead.

        `names` are the school's own. A letter that takes no text at all, as an alert, is its own
        `without_posts`.
        """
        ours = self.licence.with_names(names)
        same = letter if without_posts is None else without_posts
        found = marks(letter, ours) | told(
            letter, posts, ours, without_posts=same, headlines=headlines
        )
        if not found:
            return (replace(letter, cleared=True),)
        return replace(letter, held=reason(found)), replace(self.instead(letter), cleared=True)

    def still_clear(self, mail: Mail) -> str:
        """Empty when the letter is the one that was cleared, else why it must not be sent.

        The posts are not needed: what was cleared has not changed since.
        """
        found = marks(mail.letter, self.licence)
        if mail.cleared_as != fingerprint(mail.letter):
            found |= {Leak.CHANGED}
        return reason(found) if found else ""

    def neutral(self, letter: Letter) -> tuple[Letter, ...]:
        """What goes instead of a letter that is held; nothing instead of a neutral one."""
        if f"{NEUTRAL}/" in f"{letter.once}/":  # a raised case's letters end in a number
            return ()
        return (replace(self.instead(letter), cleared=True),)

    def fit_headlines(
        self, facts: WeekFacts, posts: Sequence[Secret], *, names: Iterable[str]
    ) -> WeekFacts:
        """The same week; a headline that names an author, or may be in no letter, is only counted."""
        ours = self.licence.with_names(names)

        def fit(mention: WeekMention) -> WeekMention:
            shown = f"{mention.outlet}: {mention.title}"
            bad = marks_in(shown, ours) or names_in(shown, posts, ours)
            return replace(mention, title="", outlet="") if bad else mention

        return replace(facts, mentions=tuple(fit(each) for each in facts.mentions))


def without_texts(facts: WeekFacts) -> WeekFacts:
    """The same week without anything that a site or a person wrote."""
    return replace(
        facts,
        mentions=tuple(
            replace(each, platform="", outlet="", title="", url="") for each in facts.mentions
        ),
        cases=tuple(replace(each, platform="") for each in facts.cases),
        health=tuple(replace(each, detail="") for each in facts.health),
    )


def reason(found: Iterable[Leak]) -> str:
    """Why a letter is held, for the administrator, without a word of it."""
    return (
        f"held by the safety check ({', '.join(sorted(found))}). It was not sent; a neutral letter"
        " went instead. Tell the developer, and do not forward it"
    )
