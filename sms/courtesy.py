"""Thanks and greetings: texts that are noted or greeted back, and never become a ticket."""

import re

from sms.cleaning import squash

THANKS_ZH = ("谢谢你们", "谢谢您", "谢谢你", "谢谢了", "谢谢", "多谢", "感谢", "非常感谢", "太感谢了", "好的", "好吧",
             "好嘞", "好滴", "好", "收到", "已收到", "知道了", "知道啦", "明白了", "明白", "了解", "嗯嗯", "嗯", "哦",
             "噢", "行", "可以", "辛苦了", "辛苦", "麻烦了", "麻烦你们了", "不客气", "没事了", "晓得了", "您", "你们")
THANKS_EN = ("thanks", "thank you", "thank you very much", "thanks a lot", "many thanks", "thx", "ty", "ok", "okay",
             "k", "got it", "received", "noted", "great", "cheers", "understood", "fine", "cool", "perfect",
             "so much", "very much")
HELLO_ZH = ("你好", "您好", "在吗", "在么", "在不在", "有人吗", "有人在吗", "喂", "早上好", "上午好", "下午好",
            "晚上好", "哈喽", "我要投诉", "我想投诉", "投诉", "我要举报", "举报", "我要反映", "反映问题", "我要反映问题",
            "我想反映问题", "我要反映情况", "我有事反映")
HELLO_EN = ("hi", "hello", "hey", "hi there", "hello there", "anybody there", "anyone there", "good morning",
            "good afternoon", "good evening", "are you there", "i want to report", "i want to report a problem",
            "report a problem", "i want to complain", "i want to make a complaint", "i have a complaint", "i have a problem")
_SIGNS = frozenset("👍👌🙏❤😊🙂🌹💐🤝")
_BARE_TAIL = frozenset({"您", "你们", "so much", "very much"})


def _some(zh: tuple[str, ...], en: tuple[str, ...]) -> re.Pattern[str]:
    latin = "|".join(sorted(map(re.escape, en), key=len, reverse=True))
    han = "|".join(sorted(map(re.escape, zh), key=len, reverse=True))
    return re.compile(rf"(?:(?:{han}|(?<![a-z'])(?:{latin})(?![a-z']))\s*)+")


_THANKS = _some(THANKS_ZH, THANKS_EN)
_GREETING = _some(HELLO_ZH, HELLO_EN)


def is_thanks(text: str) -> bool:
    """Nothing but thanks and yes-I-see, one or several."""
    form = squash(text)
    return form not in _BARE_TAIL and _THANKS.fullmatch(form) is not None


def is_hello(text: str) -> bool:
    """Nothing but a greeting."""
    return _GREETING.fullmatch(squash(text)) is not None


def is_sign(words: str) -> bool:
    """Nothing but a thumb, a flower, a smile."""
    return any(char in _SIGNS for char in words)
