"""What kind of ticket somebody's words ask for: most report something, some suggest or thank."""

import re

from hotline.domain.ticket import Kind
from hotline.domain.words import plain

# Words that name what a department did to somebody, so that it never judges itself.
_CONDUCT_ZH = re.compile(
    "执法|态度|工作人员|服务窗口|办事员|城管(?:队员|人员|打|骂|粗暴)|不作为|乱罚款|吃拿卡要|推诿|踢皮球"
)
_CONDUCT_EN = re.compile(
    r"\b(?:officers?|officials?|staff|employees?|clerks?|inspectors?|rude|attitude|conduct|behaviou?r"
    r"|law enforcement)\b"
)
_COMPLAINT_ZH = re.compile("投诉")
_COMPLAINT_EN = re.compile(r"\bcomplain(?:t|ts|ing)?\b")

_SUGGESTION_ZH = re.compile("建议|提议|提个意见|能不能增设|希望增设|希望增加|最好能")
_SUGGESTION_EN = re.compile(
    r"\b(?:i suggest|suggestions?|suggesting|i propose|proposal|it would be (?:good|nice|better))\b"
)

_PRAISE_ZH = re.compile("表扬|点赞|感谢|锦旗|辛苦了")
_PRAISE_EN = re.compile(r"\b(?:praise|compliments?|well done|great job|good job|grateful|thank you to|thanks to)\b")

_ENQUIRY_ZH = re.compile("请问|咨询|想问|问一下|问问|打听|了解一下")
_ENQUIRY_EN = re.compile(
    r"\b(?:enquir(?:y|e|ies)|inquir(?:y|e|ies)|could you tell me|can you tell me|i(?:'d| would) like to (?:ask|know)"
    r"|question about|how (?:do|can) i|where (?:do|can) i)\b"
)

# These hold a kind's word and are none: thanks end most reports.
_NOT_A_KIND = re.compile("建议书|感谢信|感恩|表扬信|谢谢|不感谢|没有建议|no suggestions?")

# What is broken stays a report however politely it is asked for: 请问井盖什么时候修.
_STILL_BROKEN = re.compile(
    "坏了|没人[来管修清收]|不亮|丢了|堵了|漏水|断了|倒了|太吵|太脏|塌|积水|什么时候[能来]?修|还没修|乱停|违停|"
    r"\b(?:broken|blocked|missing|overflowing|not working|dumped|leaking)\b"
)


# Who says so has something to fear from whom it names.
_ACCUSES_ZH = re.compile("举报|检举|揭发|黑作坊|黑工厂|黑心|偷排|偷倒|非法经营|无证经营|违法经营|保护费|行贿|受贿|贪污")
_ACCUSES_EN = re.compile(
    r"\b(?:i (?:accuse|denounce)|blow(?:ing)? the whistle|illegal(?:ly)? (?:dump|discharg|operat|sell)\w*|brib(?:e|es|ed|ery|ing)"
    r"|corrupt(?:ion)?|protection money|unlicensed (?:shop|business|factory|workshop|restaurant|clinic))\b"
)


_FEARS_ZH = re.compile("(?:怕|担心|担忧|顾虑|不想|以免|免得|会不会|万一).{0,14}(?:报复(?!性|心|社会)|穿小鞋)")
_FEARS_EN = re.compile(r"\b(?:afraid|fear\w*|scared|worr\w+|avoid)\b.{0,30}\b(?:reprisals?|retaliat\w+|revenge)\b")


def fears(text: str) -> bool:
    """Is somebody afraid of what may be done to them for these words?"""
    said = plain(text)
    return _FEARS_ZH.search(said) is not None or _FEARS_EN.search(said) is not None


def accuses(text: str) -> bool:
    """Do these words accuse a person or a business of something forbidden?"""
    said = plain(text)
    return _ACCUSES_ZH.search(said) is not None or _ACCUSES_EN.search(said) is not None


def kind_of(text: str) -> Kind:
    """The kind its words name; a complaint only where it is about somebody's conduct."""
    said = _NOT_A_KIND.sub(" ", plain(text))
    conduct = _CONDUCT_ZH.search(said) or _CONDUCT_EN.search(said)
    if conduct and (_COMPLAINT_ZH.search(said) or _COMPLAINT_EN.search(said)):
        return Kind.COMPLAINT
    if _SUGGESTION_ZH.search(said) or _SUGGESTION_EN.search(said):
        return Kind.SUGGESTION
    broken = _STILL_BROKEN.search(said)
    if not broken and (_PRAISE_ZH.search(said) or _PRAISE_EN.search(said)):
        return Kind.PRAISE
    if not broken and (_ENQUIRY_ZH.search(said) or _ENQUIRY_EN.search(said)):
        return Kind.ENQUIRY
    return Kind.REPORT
