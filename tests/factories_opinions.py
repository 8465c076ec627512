"""What tests of a second opinion need: opinions, posts as the rules read them, and a second reader."""

from dataclasses import dataclass, field

from orm.model.judgement import Category, Decision, Mention, Stance, Verdict
from orm.model.opinions import ORDINARY, Opinion
from orm.model.polls import Scope
from orm.model.questions import Question
from orm.model.settings import PolicyProfile
from orm.triage.decide import Understood, decide, understand
from tests.factories_triage import CARROWBY, house_policy, name_spans, post

STANCES = (Stance.POSITIVE, Stance.NEUTRAL, Stance.NEGATIVE, Stance.MIXED)

INSULT = "Finchbarrow is a useless, vile little man and everyone at Carrowby Primary knows it"
COMPLAINT = (
    "Carrowby Primary has ignored my formal complaint about the bullying of my son for a month"
)
GRUMBLE = "Carrowby Primary car park is a shambles again, very disappointed"
THREAT = "Watch your back Mr Finchbarrow of Carrowby Primary, I will put you on the floor"
BRUISES = "Little lad at Carrowby Primary always has bruises, does nobody notice"
PRAISE = "Thank you to everybody at Carrowby Primary for a lovely summer fair"
POSTS = (
    INSULT,
    COMPLAINT,
    GRUMBLE,
    THREAT,
    BRUISES,
    PRAISE,
    "Quillfeather you ugly old cow, retire. Carrowby Primary deserves better",
    "My daughter goes to Carrowby Primary. Finchbarrow is a useless, vile little man",
    "The headteacher of Carrowby Primary stole from the school fund, he is a thief",
    "Mr Finchbarrow of Carrowby Primary is a thief, he stole the trip money",
    "Here's Finchbarrow's home address and mobile. Carrowby Primary",
    "Carrowby Primary uniform sale, pay here, today only, 80% off",
    "I teach at Carrowby Primary and Finchbarrow is a useless, vile little man",
    "Carrowby Primary is closed on Friday, is that right?",
)


def opinion(sure_of: Category = Category.T3, **changes) -> Opinion:
    """A calm opinion that is sure of one category."""
    return Opinion(
        **{
            "about": 0.9,
            "category": {each: float(each is sure_of) for each in Category},
            "stance": {each: float(each is Stance.NEGATIVE) for each in STANCES},
            "feedback": {each: float(each is Stance.NEGATIVE) for each in STANCES[:3]},
            "urgent": 0.0,
            "critical": 0.0,
            "sealed": 0.0,
            "removable": 0.0,
            "community": 0.0,
            "ordinary": float(sure_of in ORDINARY),
            **changes,
        }
    )


def mention_of(text: str, verdict: Verdict = Verdict.US) -> Mention:
    """A mention of Carrowby."""
    return Mention(CARROWBY.id, verdict, 1.0, (), name_spans(post(text), CARROWBY))


def read(text: str, verdict: Verdict = Verdict.US) -> Understood:
    """A post as the rules read it for Carrowby."""
    return understand(
        post(text),
        mention_of(text, verdict),
        school=CARROWBY,
        policy=house_policy(),
        scope=Scope.OPEN,
    )


def decision(
    text: str,
    its_opinion: Opinion | None = None,
    verdict: Verdict = Verdict.US,
    understood: Understood | None = None,
) -> Decision:
    """What is decided of a post with an opinion."""
    return decide(
        understood or read(text, verdict),
        mention_of(text, verdict),
        policy=house_policy(),
        profile=PolicyProfile(),
        opinion=its_opinion,
    )


@dataclass
class Reader:
    """A second reader that gives one answer and remembers what it was asked."""

    answer: Opinion | None = None
    asked: list[Question] = field(default_factory=list)

    def read(self, question: Question) -> Opinion | None:
        self.asked.append(question)
        return self.answer
