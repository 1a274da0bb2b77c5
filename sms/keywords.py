"""The words of each command in each language, as data, and the look-up that forgives politeness and slips."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

from rapidfuzz.distance import DamerauLevenshtein

from sms.cleaning import normalise, squash, trim
from sms.numbers import split_number

__all__ = ["COMMANDS", "Command", "correct", "find", "find_opt", "normalise", "peel", "split_number"]


class Command(StrEnum):
    """What a text that is nothing but a word asks for."""

    STOP = "stop"
    STOP_OR_WITHDRAW = "stop_or_withdraw"
    START = "start"
    HELP = "help"
    STATUS = "status"
    CHASE = "chase"
    AGAIN = "again"
    PERSON = "person"
    ENGLISH = "english"
    CHINESE = "chinese"
    REPRISAL = "reprisal"
    DISAGREE = "disagree"
    WITHDRAW = "withdraw"
    FOLLOW = "follow"
    SEAL = "seal"
    ANON = "anon"
    TEXT_ONLY = "text_only"
    CALL_ME = "call_me"
    RULES = "rules"
    VOTE = "vote"
    JOIN = "join"
    POINTS = "points"
    REDEEM = "redeem"


# Traditional forms need no entry: sms.cleaning.fold reads them as these.
COMMANDS: Mapping[Command, Mapping[str, Sequence[str]]] = {
    Command.STOP: {
        "zh-CN": ("退订", "td", "t", "n", "停止", "拒收", "退订短信", "停发", "停发短信", "停止短信", "停止发短信",
                  "取消订阅", "不要再发短信", "别再发短信", "不要发短信", "别发短信", "td退订", "t退订", "退订td",
                  "退订t", "回t退订"),
        "en": ("stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "optout", "opt out", "revoke",
               "stop texts", "stop texting", "stop texting me", "no more texts"),
    },
    Command.STOP_OR_WITHDRAW: {"zh-CN": ("取消",), "en": ()},
    Command.START: {"zh-CN": ("开通", "订阅", "恢复", "恢复短信"), "en": ("start", "unstop")},
    Command.HELP: {"zh-CN": ("帮助", "?"), "en": ("help", "info")},
    Command.STATUS: {
        "zh-CN": ("查", "查询", "查进度", "查询进度", "看进度", "进度", "进度查询", "到哪了", "到哪里了",
                  "到哪一步了", "进度怎么样", "有进展吗", "有结果吗", "有消息吗", "怎么样了", "处理得怎么样了",
                  "处理的怎么样了", "办得怎么样了", "办到哪了", "处理到哪了", "查工单", "我的工单", "修好了吗",
                  "解决了吗", "办好了吗", "处理了吗", "好了吗"),
        "en": ("status", "status update", "check", "check status", "progress", "any news", "any update",
               "any progress", "update", "where is my ticket", "what is the status", "what's the status",
               "is it fixed", "is it done", "is it solved"),
    },
    Command.CHASE: {
        "zh-CN": ("催", "催办", "催单", "催促", "再催", "怎么还没处理", "怎么还不处理", "怎么还没有处理",
                  "怎么还没人处理", "怎么还没人来", "怎么还没来", "怎么还没修", "怎么还没修好", "怎么还没人管",
                  "怎么没人管", "为什么还没处理", "什么时候处理", "什么时候能修好", "快点", "快点处理", "尽快处理",
                  "抓紧处理", "加急"),
        "en": ("chase", "chase up", "chase it", "hurry", "hurry up", "remind", "remind them",
               "why is nothing happening"),
    },
    Command.AGAIN: {
        "zh-CN": ("又坏了", "还没修好", "又坏", "又出问题了", "又出现了", "又来了", "又是老样子", "再次损坏",
                  "还是没修好"),
        "en": ("again", "broken again", "it broke again", "it is broken again", "it's broken again", "happened again",
               "still not fixed"),
    },
    Command.PERSON: {
        "zh-CN": ("人工", "转人工", "客服", "0", "人工服务", "人工客服", "转客服", "找人工", "接人工", "接线员",
                  "话务员", "转接人工"),
        "en": ("person", "a person", "human", "operator", "agent", "talk to a person", "speak to a person",
               "real person"),
    },
    Command.ENGLISH: {"zh-CN": ("英文", "英语"), "en": ("english", "in english", "lang en", "english version")},
    Command.CHINESE: {"zh-CN": ("中文", "汉语", "普通话"), "en": ("chinese", "in chinese", "mandarin", "lang zh")},
    Command.REPRISAL: {
        "zh-CN": ("被报复", "报复", "被打击报复", "打击报复", "遭报复", "遭到报复", "有人报复我", "被威胁"),
        "en": ("reprisal", "retaliation", "threatened"),
    },
    Command.DISAGREE: {"zh-CN": ("不同意",), "en": ("disagree", "i disagree")},
    Command.WITHDRAW: {"zh-CN": ("撤销", "撤单", "撤回", "撤诉"), "en": ("withdraw",)},
    Command.FOLLOW: {"zh-CN": ("关注",), "en": ("follow",)},
    Command.SEAL: {"zh-CN": ("保密",), "en": ("seal",)},
    Command.ANON: {"zh-CN": ("匿名",), "en": ("anon", "anonymous")},
    Command.TEXT_ONLY: {"zh-CN": ("只发短信", "只要短信", "不要打电话", "别打电话"), "en": ("text only",
                                  "texts only")},
    Command.CALL_ME: {"zh-CN": ("打电话给我", "给我打电话"), "en": ("call me",)},
    Command.RULES: {"zh-CN": ("知识",), "en": ("rules",)},
    Command.VOTE: {"zh-CN": ("投票",), "en": ("vote",)},
    Command.JOIN: {"zh-CN": ("加入",), "en": ("join",)},
    Command.POINTS: {"zh-CN": ("积分",), "en": ("points",)},
    Command.REDEEM: {"zh-CN": ("兑换",), "en": ("redeem",)},
}

_OPT = (Command.STOP, Command.STOP_OR_WITHDRAW, Command.START, Command.HELP)
_LEADS_ZH = ("请问", "请", "麻烦", "帮我", "帮忙", "我要", "我想", "想", "你好", "您好", "再", "能不能", "可以",
             "给我")
_LEADS_EN = ("please", "pls", "hi", "hello", "can you", "could you", "i want", "i want to", "my")
_TAILS_ZH = ("谢谢你们", "谢谢您", "谢谢你", "谢谢", "多谢", "一下", "下", "吧", "呢", "啊", "呀", "哦", "哈", "嘛",
             "吗", "了", "好吗", "可以吗", "这个", "这件", "的")
_TAILS_EN = ("please", "pls", "plz", "thanks", "thank you", "thx", "now", "of my ticket", "my ticket", "of ticket",
             "ticket")
_OPT_TAILS_ZH = ("谢谢你们", "谢谢您", "谢谢你", "谢谢", "多谢", "一下", "吧", "啊", "呀", "哦", "了", "好吗", "行吗")
_OPT_TAILS_EN = ("please", "pls", "plz", "thanks", "thank you", "thx")


def _lead(zh: Sequence[str], en: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"^(?:{_any(zh)}|(?:{_any(en)})(?![a-z']))\s*")


def _tail(zh: Sequence[str], en: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:(?:{_any(zh)})|(?<![a-z'])(?:{_any(en)}))$")


def _any(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_POLITE = (_lead(_LEADS_ZH, _LEADS_EN), _tail(_TAILS_ZH, _TAILS_EN))
_OPT_POLITE = (_lead(("请",), ("please", "pls")), _tail(_OPT_TAILS_ZH, _OPT_TAILS_EN))
_BY_WORD = {word: command for command, languages in COMMANDS.items() for words in languages.values() for word in words}
_LONGEST = 80  # no word with all its politeness is longer; keeps 20,000 characters of 请 cheap
_SLIPPABLE = tuple(
    word for word, command in _BY_WORD.items()
    if command not in _OPT and word.isascii() and word.isalpha() and len(word) >= 5
)


def find_opt(text: str) -> Command | None:
    """STOP, START or HELP: the word alone or followed by politeness. Never by a corrected slip."""
    return _first(text, _OPT_POLITE, lambda command: command in _OPT, slips=False)


def find(text: str) -> Command | None:
    """The resident's word a comparable text consists of, politeness and one slip forgiven."""
    return _first(text, _POLITE, lambda command: command not in _OPT, slips=True)


def peel(text: str, lead: re.Pattern[str] = _POLITE[0], tail: re.Pattern[str] = _POLITE[1]) -> Iterator[str]:
    """The text, then the text with one more polite particle taken off at the end, or else at the front."""
    left = trim(text)
    if len(left) > _LONGEST:
        return
    while left:
        yield left
        shorter = tail.sub("", left, count=1)
        if shorter == left:
            shorter = lead.sub("", left, count=1)
        if shorter == left:
            return
        left = trim(shorter)


def correct(word: str, known: Sequence[str]) -> str | None:
    """The one known word a Latin word of five letters or more misses by a single letter."""
    if len(word) < 5 or not (word.isascii() and word.isalpha()):
        return None
    long = (other for other in known if len(other) >= 5)
    near = [other for other in long if DamerauLevenshtein.distance(word, other, score_cutoff=1) == 1]
    return near[0] if len(near) == 1 else None


def _first(
    text: str, polite: tuple[re.Pattern[str], re.Pattern[str]], wanted: Callable[[Command], bool], *, slips: bool,
) -> Command | None:
    for form in peel(squash(text), *polite):
        for candidate in (form, form.replace("一下", "")):
            command = _BY_WORD.get(candidate)
            if command is not None and wanted(command):
                return command
        slip = correct(form, _SLIPPABLE) if slips and form not in _BY_WORD else None
        if slip:
            return _BY_WORD[slip]
    return None
