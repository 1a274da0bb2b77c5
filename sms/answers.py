"""The plain words of each answer, as data, and the reader that finds a value in digits or words."""

import re
from collections.abc import Mapping, Sequence

from sms.cleaning import squash
from sms.keywords import peel
from sms.meaning import Question

# A whole text is looked up, never a part of it: so 不满意 can't read as 满意.
ANSWERS: Mapping[Question, Mapping[int, Sequence[str]]] = {
    Question.SOLVED: {
        1: ("解决", "解决了", "好了", "修好", "修好了", "办好了", "弄好了", "搞好了", "搞定了", "处理好了", "处理了",
            "处理完了", "换好了", "清理了", "清走了", "清理干净了", "没问题了", "可以了", "恢复了", "是", "是的", "y",
            "yes", "yes solved", "solved", "it is solved", "it's solved", "fixed", "it is fixed", "it's fixed",
            "yes fixed", "yes it is", "done", "repaired", "sorted", "resolved", "all good", "all done"),
        2: ("部分", "一部分", "部分解决", "解决一部分", "解决了一部分", "修了一部分", "只修了一部分", "修了一半",
            "一半", "只修了一半", "解决了一半", "partly", "partly solved", "partially", "partially solved", "partial",
            "part", "half", "half done", "partly fixed", "some of it"),
        3: ("没解决", "没有解决", "未解决", "没修好", "没有修好", "没修", "没人来", "没有人来", "没人修", "没人管",
            "没人处理", "没有人处理", "还没", "还没有", "没好", "没", "没有", "不", "不是", "没处理", "没有处理",
            "没办好", "没弄好", "没搞定", "没换", "没清", "没变化", "没动静", "没人来过", "老样子", "没做",
            "一点没变", "no", "nope", "not", "not solved", "no not solved", "unsolved", "not fixed", "not done",
            "not repaired", "not resolved", "not yet", "nobody came", "no one came", "no-one came", "still broken",
            "no change", "nothing happened", "nothing done", "nothing was done", "no it is not", "it is not",
            "it's not", "it isn't", "it is not solved", "it is not fixed"),
    },
    Question.CONTACTED: {
        1: ("有", "有的", "有人联系", "有人联系过", "有联系", "联系过", "联系了", "联系过了", "打过电话", "打了电话",
            "来过", "有人来过", "是", "是的", "对", "y", "yes", "yes they did", "they did", "they called",
            "yes they called"),
        2: ("没有", "没", "没人", "没人联系", "没人联系过", "没人联系我", "没有人联系", "没有人联系过", "没联系",
            "没联系过", "没有联系", "没人找我", "没打", "没打过", "没人打电话", "没接到电话", "不是", "无", "no",
            "nope", "nobody", "no one", "never", "not at all", "no they did not", "no they didn't", "they did not",
            "they didn't"),
    },
    Question.SATISFIED: {
        1: ("很满意", "非常满意", "十分满意", "特别满意", "太满意了", "相当满意", "very satisfied", "very happy",
            "excellent", "very good"),
        2: ("满意", "比较满意", "还满意", "挺满意", "基本满意", "satisfied", "happy", "good", "quite satisfied"),
        3: ("一般", "一般般", "一般满意", "还行", "还可以", "马马虎虎", "凑合", "neutral", "average", "so so",
            "neither"),
        4: ("不满意", "不太满意", "不大满意", "不是很满意", "不怎么满意", "dissatisfied", "not satisfied",
            "unsatisfied", "unhappy", "not happy", "not very satisfied"),
        5: ("很不满意", "非常不满意", "十分不满意", "特别不满意", "极不满意", "太差了", "太差", "差评",
            "very dissatisfied", "very unsatisfied", "very unhappy", "terrible", "not satisfied at all"),
    },
    Question.CHOOSE_TICKET: {
        1: ("第一个", "第一件", "第一项", "the first", "first", "the first one"),
        2: ("第二个", "第二件", "第二项", "the second", "second", "the second one"),
        3: ("第三个", "第三件", "第三项", "the third", "third", "the third one"),
    },
    Question.CATEGORY: {
        1: ("第一个", "第一类", "第一种", "the first", "first"),
        2: ("第二个", "第二类", "第二种", "the second", "second"),
        3: ("第三个", "第三类", "第三种", "the third", "third"),
        4: ("第四个", "第四类", "第四种", "the fourth", "fourth"),
        5: ("第五个", "第五类", "第五种", "the fifth", "fifth"),
    },
    Question.IS_REPORT: {
        1: ("是", "是的", "对", "对的", "y", "yes", "yes it is"),
        2: ("不是", "否", "不", "不对", "no", "nope", "no it is not", "it is not", "it's not"),
    },
    Question.WITHDRAW: {
        1: ("是", "是的", "对", "对的", "撤", "撤销", "确认", "确认撤销", "撤掉", "不用办了", "不用了", "取消", "y", "yes",
            "confirm", "withdraw", "drop it", "yes drop it"),
        2: ("不是", "否", "不", "不撤", "不撤销", "别撤", "不对", "继续", "继续办", "留着", "no", "nope", "keep", "keep it"),
    },
}
NOT_SOLVED = 3
_OPTIONS = {Question.SOLVED: 3, Question.CONTACTED: 2, Question.SATISFIED: 5, Question.IS_REPORT: 2, Question.WITHDRAW: 2}

# Inside a short sentence only these are believed; praise inside a sentence never is.
_NOT_SOLVED = re.compile(
    r"没(?:有)?(?:解决|修好|处理|办好|弄好|搞定|清理|换)|未解决|没(?:有)?人(?:来|管|修|处理|理)|还是(?:坏的|老样子|那样|没)|"
    r"\b(?:(?:not|(?:is|has|was)n't) (?:been )?(?:solved|fixed|done|repaired|resolved)|"
    r"nobody (?:came|has come)|no one (?:came|has come)|still broken|unsolved)\b")
_NOT_CONTACTED = re.compile(
    r"没(?:有)?人?联系|没(?:有)?人(?:打|找|来|通知)|没接到|"
    r"\b(?:nobody|no one) (?:called|contacted|came|rang)\b")
_PRAISE = re.compile(r"(?<![没未有是])(?:解决了|修好了|处理好了|办好了|好了)|部分|一半|\bpart(?:ly|ially)?\b|\bhalf\b")
_SENTENCE = 40

_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_VALUE = r"(\d|[一二三四五]|(?:one|two|three|four|five)(?![a-z]))"
_DIGIT = re.compile(rf"^(?:我?选择?|我?回复?|答案?|答复|选项|第|option|answer|my answer is|reply)?\s*"
                    rf"{_VALUE}\s*(?:个|件|项|号|分)?$")
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
        return value if remark in (None, value) else None
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


def _phrase(question: Question, text: str) -> int | None:
    if len(text) > _SENTENCE or _PRAISE.search(text):
        return None
    if question is Question.SOLVED and _NOT_SOLVED.search(text):
        return NOT_SOLVED
    if question is Question.CONTACTED and _NOT_CONTACTED.search(text):
        return 2
    return None
