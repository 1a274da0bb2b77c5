"""Words said on the phone, read by the same word lists as texts: what somebody wants, or how they answer."""

import re
from enum import StrEnum

from sms.answers import exact, loose
from sms.cleaning import clean, normalise
from sms.keywords import Command, find
from sms.meaning import Question


class Said(StrEnum):
    """What a caller may want when a menu is open."""

    PERSON = "person"
    PROGRESS = "progress"
    CHASE = "chase"
    ENGLISH = "english"
    CHINESE = "chinese"
    REPORT = "report"
    SUGGESTION = "suggestion"
    CONSULTATIONS = "consultations"
    INFORMATION = "information"
    SEAL = "seal"


_COMMANDS = {
    Command.PERSON: Said.PERSON, Command.STATUS: Said.PROGRESS, Command.CHASE: Said.CHASE, Command.AGAIN: Said.CHASE,
    Command.ENGLISH: Said.ENGLISH, Command.CHINESE: Said.CHINESE, Command.SEAL: Said.SEAL,
}
# Inside a spoken sentence these say enough; a text that holds them may well be a report, so texts never use them. A person and
# a language are asked for: "人工湖臭了" and "a person lies in the road" tell of something else.
_ASKED = tuple((wish, re.compile("|".join(asks))) for wish, asks in (
    (Said.PERSON, (
        r"(转|找|接|要|叫|换|请|跟|和)(一?个|一?位|一下|到)?(人工|真人|客服|接线员|话务员|工作人员|人(?=[^家们工行民]|$))",
        r"^(人工|真人|客服|接线员)(服务|客服)?(吧|谢谢|好吗)?$",
        r"\b(speak|talk|transfer|connect|put me through)\b.*\b(person|human|somebody|someone|operator|agent)\b",
        r"\b(get|want|need|give) (me )?(a |an |the )?(real )?(person|human|operator|agent)\b",
        r"^(operator|a person|human|real person)( please)?$",
    )),
    (Said.ENGLISH, (
        r"(讲|说|用|换|转|要)(一下)?(英文|英语)", r"^(英文|英语)(服务|谢谢)?$",
        r"\b(speak|in) english\b", r"^english( please)?$",
    )),
    (Said.CHINESE, (
        r"(讲|说|講|說|用|换|转|要)(一下)?(中文|普通话|普通話|国语)", r"^(中文|普通话)(服务|谢谢)?$",
        r"\b(speak|in) (chinese|mandarin)\b", r"^(chinese|mandarin)( please)?$",
    )),
))
_PARTS = (
    (Said.CHASE, ("催办", "催一", "还没处理", "怎么还没", "chase", "still waiting", "hurry")),
    (Said.PROGRESS, (
        "查进度", "进度怎么样", "办理进度", "查询", "到哪了", "查一下我", "status", "progress", "my ticket", "check on",
    )),
    (Said.SUGGESTION, ("提建议", "提个建议", "提一个建议", "提意见", "a suggestion", "suggest something")),
    (Said.CONSULTATIONS, ("投票", "议事", "听证", "vote", "consultation")),
    (Said.INFORMATION, ("政策咨询", "咨询政策", "我要咨询", "问政策", "information", "the rules")),
    (Said.SEAL, ("保密", "keep it secret", "sealed", "confidential")),
    (Said.REPORT, ("反映问题", "反映情况", "我要反映", "投诉", "举报", "report a problem", "report something", "complain")),
)


def read_wish(words: str) -> Said | None:
    """What a caller wants by the words of the menu itself; None when it is something else, such as the matter."""
    said = normalise(clean(words))
    command = find(said) if said else None
    if command in _COMMANDS:
        return _COMMANDS[command]
    asked = next((wish for wish, asks in _ASKED if asks.search(said)), None)
    return asked or next((wish for wish, parts in _PARTS if any(part in said for part in parts)), None)


def read_answer(question: Question, words: str) -> int | None:
    """The value of an answer said aloud; the rules of the texts hold, 满意 never means solved."""
    said = normalise(clean(words))
    if not said:
        return None
    return exact(question, said) or loose(question, said)
