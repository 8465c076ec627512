"""What a judge that learned from examples thinks of a post. Advice: rules and gates keep the last word."""

from collections.abc import Mapping
from dataclasses import dataclass

from orm.model.judgement import Category, Stance

ORDINARY = frozenset({Category.T0, Category.T1, Category.T2, Category.T3, Category.T20})
"""What every school hears: nobody has to act."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """Probabilities, 0..1. Those of `category`, of `stance` and of `feedback` add up to 1.

    `feedback` is the stance if the words were left where a service asks for them. `about`: it is about the school. `urgent`: severity 3 or more. `critical`: T8 or T11-T14.
    `sealed`: for the safeguarding team only. `removable`: the policy lets somebody ask for it to be
    taken down. `community`: the writer says that they are of the school community. `ordinary`: what
    every school hears, T0-T3 or T20.
    """

    about: float
    category: Mapping[Category, float]
    stance: Mapping[Stance, float]
    feedback: Mapping[Stance, float]
    urgent: float
    critical: float
    sealed: float
    removable: float
    community: float
    ordinary: float

    @property
    def likeliest(self) -> Category:
        """The category with the greatest probability; of equals, the first by name."""
        return max(sorted(self.category), key=self.category.__getitem__)
