"""What an incoming text can mean: one frozen value per meaning, nothing decided about it yet."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Question(StrEnum):
    """The one question that may stand open with a number."""

    PLACE = "place"
    SOLVED = "solved"
    CONTACTED = "contacted"
    SATISFIED = "satisfied"
    CHOOSE_TICKET = "choose_ticket"
    IS_REPORT = "is_report"
    WITHDRAW = "withdraw"
    CATEGORY = "category"
    SPLIT = "split"
    SAME = "same"  # is it what others have reported already
    AGE = "age"  # whether whoever reports is over 60: once, and it may be skipped
    LOOKBACK = "lookback"  # does it hold, a month later
    DETAILS = "details"  # an officer, or the desk, asked something: free words answer


VERDICT = frozenset({Question.SOLVED, Question.CONTACTED, Question.SATISFIED})


class OfficerVerb(StrEnum):
    ACCEPT = "accept"
    PROGRESS = "progress"
    DONE = "done"
    RETURN = "return"
    CALL = "call"
    ASK = "ask"
    ASSIST = "assist"
    EXTEND = "extend"
    LINK = "link"


class CoordinatorVerb(StrEnum):
    UPHOLD = "uphold"
    REJECT_RETURN = "reject_return"
    DISPATCH = "dispatch"


@dataclass(frozen=True, kw_only=True, slots=True)
class TextContext:
    """What the reader must be told about the sender and the body. ``choices``: how many CHOOSE_TICKET or CATEGORY offered;
    ``names_place``: a place of its own; ``is_number``: 8 to 10 digits whose check digit holds."""

    officer: bool = False
    coordinator: bool = False
    danger: bool = False
    question: Question | None = None
    choices: int = 0
    names_category: bool = False
    names_place: bool = False
    is_number: Callable[[str], bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class Danger:
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Details:
    """The answer to a question in somebody's own words."""

    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop:
    """``asks``: 取消, which may mean the ticket as well: ask where one is open."""

    number: str | None = None
    asks: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Refuse:
    """One purpose alone: survey or broadcast."""

    purpose: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    pass


@dataclass(frozen=True, kw_only=True, slots=True)
class Help:
    pass


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficerWord:
    """``number`` as typed: whether it exists is for the caller to find out."""

    word: OfficerVerb
    number: str | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CoordinatorWord:
    """``words``: the department named, if one was."""

    word: CoordinatorVerb
    number: str | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficerOther:
    """Free text from staff: ask whether it is a report."""

    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Chase:
    number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Add:
    number: str | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Again:
    number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BadNumber:
    """A word with, or nothing but, a ticket number whose check digit fails."""

    number: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    pass


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reprisal:
    """``told``: in a sentence, whose words belong to it."""

    told: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Seal:
    """``anonymous``: the number is not to be kept after closing either."""

    number: str | None = None
    anonymous: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdraw:
    number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Disagree:
    number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Follow:
    number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Prefer:
    """``text``: only texts, never a call; else a call rather than a text."""

    text: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """``words``: the topic asked for; empty: which there are."""

    words: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Vote:
    """``consultation``: its id or its place among those open, as typed; empty: the one open. ``option`` 0: none named."""

    consultation: str = ""
    option: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class For:
    """A station reports for somebody: ``phone`` as typed, ``words`` the report; neither: asked how."""

    phone: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Join:
    pass


@dataclass(frozen=True, kw_only=True, slots=True)
class Points:
    pass


@dataclass(frozen=True, kw_only=True, slots=True)
class Redeem:
    """``reward``: its number or what it is called; empty: asked what there is."""

    reward: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """``number``: the ticket named beside the answer. CHOOSE_TICKET answered by a number has ``value`` 0."""

    question: Question
    value: int
    number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """Free text, or a digit that is not on offer, while a verdict or a choice is open."""

    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceAnswer:
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CategoryAnswer:
    """What is wrong, in the resident's own words, after it was asked."""

    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Thanks:
    pass


@dataclass(frozen=True, kw_only=True, slots=True)
class Hello:
    """A greeting, or REPORT with nothing after it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """``explicit``: it began with 报, 上报 or REPORT."""

    words: str
    explicit: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Empty:
    """Nothing left after cleaning, or a bare answer to no question: never a ticket. ``words``: what there was."""

    words: str = ""


Inbound = (
    Danger | Stop | Refuse | Start | Help | OfficerWord | CoordinatorWord | OfficerOther | Status | Chase | Add | Again
    | BadNumber | Person | Language | Reprisal | Seal | Withdraw | Disagree | Follow | Prefer | Rules | Vote | For | Join
    | Points | Redeem | Answer | Comment | Details | PlaceAnswer | CategoryAnswer | Thanks | Hello | Report | Empty
)
