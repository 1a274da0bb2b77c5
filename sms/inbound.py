"""One text, one meaning: the contract's order of understanding, first hit wins. Pure; the caller brings the context."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sms import answers, courtesy, keywords, staff_words
from sms.cleaning import Folded, clean, fold, normalise, trim
from sms.keywords import Command, find, find_opt
from sms.meaning import (
    VERDICT,
    Add,
    Again,
    Answer,
    BadNumber,
    CategoryAnswer,
    Chase,
    Comment,
    CoordinatorVerb,
    CoordinatorWord,
    Danger,
    Details,
    Disagree,
    Empty,
    Follow,
    For,
    Hello,
    Help,
    Inbound,
    Join,
    Language,
    OfficerOther,
    OfficerVerb,
    OfficerWord,
    Person,
    PlaceAnswer,
    Points,
    Prefer,
    Question,
    Redeem,
    Refuse,
    Report,
    Reprisal,
    Rules,
    Seal,
    Start,
    Status,
    Stop,
    TextContext,
    Thanks,
    Vote,
    Withdraw,
)
from sms.numbers import number_at, split_number
from sms.reprisal import only_fears, tells_of_reprisal

__all__ = [
    "Add", "Again", "Answer", "BadNumber", "CategoryAnswer", "Chase", "Comment", "CoordinatorVerb", "CoordinatorWord",
    "Danger", "Details", "Disagree", "Empty", "Follow", "For", "Hello", "Help", "Inbound", "Join", "Language",
    "OfficerOther", "OfficerVerb", "OfficerWord", "Person", "PlaceAnswer", "Points", "Prefer", "Question", "Redeem",
    "Refuse", "Report",
    "Reprisal", "Rules", "Seal", "Start", "Status", "Stop", "TextContext", "Thanks", "Vote", "Withdraw", "parse",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    """``words`` as written, ``text`` comparable, ``rest`` without its one ``number``."""

    words: str
    text: str
    rest: str
    number: str | None


_Reader = Callable[[_Read, TextContext], Inbound | None]

_REPORT = re.compile(r"^\W*(?:报|上报|([a-z]+))(?:[ \t]*[:：][ \t]*|\s+|$)")
_ADD = re.compile(r"^\W*(?:补充(?:说明|一点|一下|几句|下)?(?=$|\s|\W|\d|编号|单号|工单)|add(?![a-z'-]))")
_PHONE = r"\+\d(?:[ -]?\d){6,14}(?!\d)|1\d{2}[ -]?\d{4}[ -]?\d{4}(?!\d)|0\d{2,3}[ -]?\d{7,8}(?!\d)|\d{7,15}(?!\d)"
_FOR = re.compile(rf"^\W*(?:代报|for)\s*[:：]?\s*({_PHONE})")
_VOTE = re.compile(r"^(?:投票|表决|vote)\s*(?:(?P<which>[a-z0-9][a-z0-9-]{0,31})[\s:,.]+)?(?P<option>\d{1,2}|[a-j])$")
_RULES = re.compile(r"^(?:知识|rules)(?:\s*[:：]\s*|\s+)(.{1,40})$")
_LINKS = re.compile(r"(?:\s*(?:https?://|www\.)\S+\s*)+", re.IGNORECASE)
_REDEEM = re.compile(r"^(?:兑换|redeem)(?:\s*[:：]\s*|\s+|(?=\d{1,2}$))(\S.{0,30})$")
_REFUSED = {Command.STOP_SURVEY: "survey", Command.STOP_BROADCAST: "broadcast"}
_MEANS: Mapping[Command, Callable[[str | None], Inbound]] = {
    Command.STATUS: lambda n: Status(number=n),
    Command.CHASE: lambda n: Chase(number=n),
    Command.AGAIN: lambda n: Again(number=n),
    Command.PERSON: lambda _: Person(),
    Command.REPRISAL: lambda _: Reprisal(),
    Command.ENGLISH: lambda _: Language(language="en"),
    Command.CHINESE: lambda _: Language(language="zh-CN"),
    Command.SEAL: lambda n: Seal(number=n),
    Command.ANON: lambda n: Seal(number=n, anonymous=True),
    Command.WITHDRAW: lambda n: Withdraw(number=n),
    Command.DISAGREE: lambda n: Disagree(number=n),
    Command.FOLLOW: lambda n: Follow(number=n),
    Command.TEXT_ONLY: lambda _: Prefer(text=True),
    Command.CALL_ME: lambda _: Prefer(text=False),
    Command.RULES: lambda _: Rules(),
    Command.VOTE: lambda _: Vote(),
    Command.JOIN: lambda _: Join(),
    Command.POINTS: lambda _: Points(),
    Command.REDEEM: lambda _: Redeem(),
}
_ABOUT_NUMBER = frozenset({"我的", "请", "这个", "这件", "my", "is", "my is", "please", "请问"})


def parse(body: str, context: TextContext) -> Inbound:
    """What a text means. Never raises, whatever the body holds."""
    words = clean(body)
    if context.danger and words:
        return Danger(words=words)
    text = normalise(words)
    if not text:
        return _signs(words)
    rest, number = split_number(text)
    read = _Read(words=words, text=text, rest=rest, number=number)
    for reader in _ORDER:
        meaning = reader(read, context)
        if meaning is not None:
            return meaning
    return Report(words=words)


def _signs(words: str) -> Inbound:
    if words and not fold(words).text.strip(" ?"):
        return Help()
    return Thanks() if courtesy.is_sign(words) else Empty()


def _opt(read: _Read, context: TextContext) -> Inbound | None:
    command = find_opt(read.rest)
    if command in (Command.STOP, Command.STOP_OR_WITHDRAW):
        return Stop(number=_own(read, context), asks=command is Command.STOP_OR_WITHDRAW)
    if command in _REFUSED:
        return Refuse(purpose=_REFUSED[command])
    if command is Command.START:
        return Start()
    return Help() if command is Command.HELP else None


def _staff(read: _Read, context: TextContext) -> Inbound | None:
    word: Inbound | None = None
    if context.coordinator:
        word = staff_words.coordinator_word(read.words)
    if word is None and context.officer:
        word = staff_words.officer_word(read.words)
    return word


def _resident(read: _Read, context: TextContext) -> Inbound | None:
    command = find(read.rest) if read.rest else None
    if command is None:
        return None
    if read.number is not None and not context.is_number(read.number):
        return BadNumber(number=read.number)
    return _MEANS[command](read.number)


def _reprisal(read: _Read, context: TextContext) -> Inbound | None:
    """Told in a sentence, whatever is open. To be afraid of it and say nothing else is a wish to be kept secret."""
    if tells_of_reprisal(read.words):
        return Reprisal(told=True)
    told = context.names_category or context.names_place
    return Seal(number=_own(read, context)) if not told and only_fears(read.words) else None


def _with_option(read: _Read, context: TextContext) -> Inbound | None:
    """RULES, VOTE and REDEEM with what they are about."""
    vote = _VOTE.match(read.text)
    if vote:
        option = vote.group("option")
        value = int(option) if option.isdigit() else ord(option) - ord("a") + 1
        return Vote(consultation=vote.group("which") or "", option=value)
    rules = _RULES.match(read.text)
    if rules and not context.names_place:
        return Rules(words=rules.group(1))
    redeem = _REDEEM.match(read.text)
    return Redeem(reward=redeem.group(1)) if redeem and not context.names_place else None


def _with_words(read: _Read, context: TextContext) -> Inbound | None:
    """The few words that take further words: REPORT, ADD, FOR."""
    folded = fold(read.words)
    if read.rest in ("代报", "for"):
        return For()
    someone = _FOR.match(folded.text)
    if someone:
        phone = read.words[folded.origin[someone.start(1)] : folded.origin[someone.end(1) - 1] + 1]
        return For(phone=phone, words=staff_words.rest_of(read.words, folded, someone.end()))
    report = _REPORT.match(folded.text)
    if report and _says_report(report.group(1)):
        said = staff_words.rest_of(read.words, folded, report.end())
        return Report(words=said, explicit=True) if said else Hello()
    add = _ADD.match(folded.text)
    if not add:
        return None
    return _added(read, context, folded, add.end())


def _added(read: _Read, context: TextContext, folded: Folded, after: int) -> Inbound | None:
    rest = folded.text[after:].lstrip(" ")
    number, end = number_at(folded.text, len(folded.text) - len(rest.lstrip(":,")))
    if number is None or not context.is_number(number):
        colon = rest[:1] in (":", ",")
        if context.names_category and context.names_place and not colon:
            return None  # "Add street lights on Renmin Road" wants something new
        number, end = None, after
    return Add(number=number, words=staff_words.rest_of(read.words, folded, end))


def _says_report(latin: str | None) -> bool:
    return latin is None or latin == "report" or keywords.correct(latin, ("report",)) is not None


def _answer(read: _Read, context: TextContext) -> Inbound | None:
    question = context.question
    if question in (None, Question.PLACE, Question.DETAILS):
        return None
    number = _own(read, context)
    if question is Question.CHOOSE_TICKET and number and not read.rest:
        return Answer(question=question, value=0, number=number)
    value = answers.exact(question, read.rest, context.choices)
    return Answer(question=question, value=value, number=number) if value is not None else None


def _number_alone(read: _Read, context: TextContext) -> Inbound | None:
    if read.number is None or not _nothing(read.rest):
        return None
    return Status(number=read.number) if context.is_number(read.number) else BadNumber(number=read.number)


def _courtesy(read: _Read, _context: TextContext) -> Inbound | None:
    if courtesy.is_hello(read.text) or courtesy.is_swearing(read.text):
        return Hello()  # before thanks: 您好 is no 您 and 好
    return Thanks() if courtesy.is_thanks(read.text) else None


def _new_matter(read: _Read, context: TextContext) -> Inbound | None:
    """A text that names a category and a place of its own is a report, whatever is open."""
    both = context.names_category and context.names_place
    return Report(words=read.words) if both and not _is_staff(context) else None


def _remark(read: _Read, context: TextContext) -> Inbound | None:
    """With a question open: an answer inside a sentence, a comment, the place."""
    question = context.question
    if question is Question.PLACE:
        return PlaceAnswer(words=read.words)
    if question is Question.DETAILS:
        return Details(words=read.words)
    if question is Question.CATEGORY and answers.only_an_answer(read.text) is None:
        return CategoryAnswer(words=read.words)
    if question is None:
        return None
    value = answers.loose(question, read.text, context.choices)
    if value is not None:
        return Answer(question=question, value=value)
    if question in VERDICT and not _is_staff(context):
        return Comment(words=read.words)
    return Comment(words=read.words) if answers.only_an_answer(read.text) is not None else None


def _free(read: _Read, context: TextContext) -> Inbound | None:
    """With no question open: an answer that came too late or unasked, or staff talking."""
    if _LINKS.fullmatch(read.text) and not context.names_place:
        return Empty(words=read.words)  # an address alone tells of nothing
    value = answers.only_an_answer(read.rest) if read.rest else None
    if value == 0 or (len(read.text) == 1 and read.text.isascii()):
        return Empty(words=read.words)
    if _is_staff(context):
        return OfficerOther(words=read.words)
    if value == answers.NOT_SOLVED:
        return Again(number=_own(read, context))
    return None if value is None else Thanks()


def _nothing(rest: str) -> bool:
    left = trim(rest)
    return not left or left in _ABOUT_NUMBER or courtesy.is_thanks(left)


def _own(read: _Read, context: TextContext) -> str | None:
    return read.number if read.number and context.is_number(read.number) else None


def _is_staff(context: TextContext) -> bool:
    return context.officer or context.coordinator


_ORDER: tuple[_Reader, ...] = (
    _opt, _staff, _resident, _reprisal, _with_option, _with_words, _answer, _number_alone, _courtesy, _new_matter, _remark, _free,
)
