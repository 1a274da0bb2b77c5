"""The plain words of each answer, from words/<language>.yaml, and the reader that finds a value in digits or words."""

import re
from collections.abc import Mapping, Sequence

from sms.cleaning import squash
from sms.keywords import peel
from sms.lexicon import keys, together
from sms.meaning import Question

# A whole text is looked up, never a part of it: so 不满意 can't read as 满意.
ANSWERS: Mapping[Question, Mapping[int, Sequence[str]]] = {
    question: {int(value): together("answers", question.value, value) for value in keys("answers", question.value)}
    for question in Question
}
NOT_SOLVED = 3
_OPTIONS = {
    Question.SOLVED: 3, Question.CONTACTED: 2, Question.SATISFIED: 5, Question.IS_REPORT: 2,
    Question.WITHDRAW: 2, Question.SPLIT: 2, Question.SAME: 2, Question.AGE: 2, Question.LOOKBACK: 2,
}

# Inside a short sentence only these are believed; praise inside a sentence never is.
_NOT_SOLVED = re.compile(
    r"没(?:有)?(?:解决|修好|处理|办好|弄好|搞定|清理|换)|未解决|没(?:有)?人(?:来|管|修|处理|理)|还是(?:坏的|老样子|那样|没)|"
    r"\b(?:(?:not|(?:is|has|was)n't) (?:been )?(?:solved|fixed|done|repaired|resolved)|"
    r"nobody (?:came|has come)|no one (?:came|has come)|still broken|unsolved)\b")
_NOT_CONTACTED = re.compile(
    r"没(?:有)?人?联系|没(?:有)?人(?:打|找|来|通知)|没接到|"
    r"\b(?:nobody|no one) (?:called|contacted|came|rang)\b")
_PRAISE = re.compile(r"(?<![没未有])(?:解决了|修好了|处理好了|办好了|好了)|部分|一半|\bpart(?:ly|ially)?\b|\bhalf\b")
# What was and what is now may differ: such a sentence is kept, and the question asked once more.
_CONTRAST = re.compile(r"之前|以前|上次|原来|终于|但|不过|后来|\b(?:last time|before|earlier|but|finally|at last|now)\b")
_BAD = re.compile(
    r"差|不满|糟|烂|生气|失望|态度不好|\b(?:bad|terrible|awful|poor|unhappy|angry|useless|not (?:happy|satisfied|good))\b")
_GOOD = re.compile(
    r"(?<!不)满意|很好|不错|谢谢|感谢|表扬|\b(?:good|great|excellent|(?<!not )happy|(?<!not )satisfied|thank you|thanks)\b")
_SENTENCE = 40

_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_VALUE = r"(\d|[一二三四五]|(?:one|two|three|four|five)(?![a-z]))"
_DIGIT = re.compile(rf"^(?:我?选择?|我?回复?|答案?|答复|选项|第|option|answer|my answer is|reply)?\s*"
                    rf"{_VALUE}\s*(?:个|件|项|号)?$")
_DIGIT_WORDS = re.compile(rf"^(?:我?选择?|我?回复?)?{_VALUE}\s*(\D+)$")
_DIGIT_THEN = re.compile(r"^(\d)\s*[,.;:!)、。\n]\s*(?!\d)(.+)$", re.DOTALL)
_LEAD = re.compile(r"^(?:已经|现在|终于|问题|都|已|嗯|我觉得|总体|感觉|(?:i am|i'm|it is|it's)(?![a-z]))\s*")
_TAIL = re.compile(
    r"\s*(?:(?:谢谢你们|谢谢您|谢谢|多谢|辛苦了|吧|啊|呀|哦|呢|的|了)|"
    r"(?<![a-z'])(?:please|pls|thanks|thank you|thx|with it|now))$")


def options(question: Question, choices: int) -> int:
    """How many values a question offers."""
    return choices if question in (Question.CHOOSE_TICKET, Question.CATEGORY) else _OPTIONS.get(question, 0)


def exact(question: Question, text: str, choices: int = 0) -> int | None:
    """The value a comparable text consists of: "1", "选1", "① 谢谢", "1解决了",
    "没人来". None when it is something else."""
    for form in peel(squash(text), _LEAD, _TAIL):
        value = _digit(question, form) or plain(question, form)
        if value is not None and value <= options(question, choices):
            return value
    return None


def loose(question: Question, text: str, choices: int = 0) -> int | None:
    """A value in front of a remark ("3，盖子还是坏的"), or one of the few phrases believed inside a short sentence."""
    head = _DIGIT_THEN.match(text)
    if head and 1 <= int(head.group(1)) <= options(question, choices):
        value, remark = int(head.group(1)), exact(question, head.group(2), choices) or _phrase(question, head.group(2))
        return value if remark in (None, value) and not _belies(question, value, head.group(2)) else None
    return _phrase(question, text)


def plain(question: Question, form: str) -> int | None:
    """The value of a whole text of plain words."""
    return next((value for value, words in ANSWERS.get(question, {}).items() if form in words), None)


def only_an_answer(text: str) -> int | None:
    """The solved-value of a text that would answer "solved?", or 0 for a bare digit or yes and no of any question."""
    form = squash(text)
    unasked = (Question.IS_REPORT, Question.CONTACTED, Question.SATISFIED)
    yes_no = any(exact(question, text) for question in unasked)
    if form.isdigit() or _DIGIT.match(form) or yes_no:
        return 0
    return exact(Question.SOLVED, text)


def _digit(question: Question, form: str) -> int | None:
    alone = _DIGIT.match(form)
    if alone:
        return _number(alone.group(1)) or None
    both = _DIGIT_WORDS.match(form)
    if both and plain(question, both.group(2).strip()) == _number(both.group(1)):
        return _number(both.group(1)) or None
    return None


def _number(written: str) -> int:
    return _NUMERALS[written] if written in _NUMERALS else int(written)


def _belies(question: Question, value: int, remark: str) -> bool:
    """Does a remark say the opposite of the mark before it? 1 is the best, and many take it for the worst."""
    if question is not Question.SATISFIED:
        return False
    return bool((value <= 2 and _BAD.search(remark)) or (value >= 4 and _GOOD.search(remark)))


def _phrase(question: Question, text: str) -> int | None:
    if len(text) > _SENTENCE or _PRAISE.search(text) or _CONTRAST.search(text.casefold()):
        return None
    if question is Question.SOLVED and _NOT_SOLVED.search(text):
        return NOT_SOLVED
    if question is Question.CONTACTED and _NOT_CONTACTED.search(text):
        return 2
    return None
