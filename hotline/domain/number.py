"""Ticket numbers: eight digits (growable to ten) whose last one tells a wrong number at once."""

import re

from stdnum import damm

from hotline.domain.words import plain, word_set

SHORTEST = 8
LONGEST = 10

_DIGITS = re.compile(r"[0-9]+")
_BETWEEN = re.compile(r"[\s\-‐-―_.,，。、:：;!?#()（）\"'“”]+")
_CHINESE = {
    **dict(zip("零一二三四五六七八九", "0123456789", strict=True)),
    "〇": "0", "幺": "1", "么": "1", "两": "2", "洞": "0", "拐": "7", "勾": "9",
    **dict(zip("壹贰叁肆伍陆柒捌玖", "123456789", strict=True)),
}  # fmt: skip
_ENGLISH = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "one": "1", "two": "2", "to": "2", "too": "2", "three": "3",
    "four": "4", "for": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "ate": "8", "nine": "9",
}  # fmt: skip
_REPEATS = {"double": 2, "triple": 3}
# What people say around a number; longest first, so that 工单编号 goes before 编号.
_AROUND_ZH = re.compile(
    "我的|工单编号|工单号码|工单号|工单|编号|号码|单号|查询|查一下|查|催办|催|是|号|谢谢|啊|的|嗯|呃|这个|那个"
)
_AROUND_EN = word_set(
    "my the ticket number no nr is it its it's it’s case um uh please thanks thank you check status and then dash"
)


def is_valid(digits: str) -> bool:
    """Whether this can be a ticket number: the length is right and the check digit holds."""
    right = SHORTEST <= len(digits) <= LONGEST and _DIGITS.fullmatch(digits) is not None
    return right and bool(damm.is_valid(digits))


def with_check_digit(digits: str) -> str:
    return digits + str(damm.calc_check_digit(digits))


def display(digits: str) -> str:
    """As it is texted: 2641-7301."""
    return f"{digits[:4]}-{digits[4:]}"


def clean(text: str) -> str:
    """The digits of a written number without what stands between them; other text stays as it is."""
    return _BETWEEN.sub("", plain(text))


def read_number(text: str) -> str | None:
    """The digits of a text that is nothing but a number, however it is written or spoken.

    The check digit is not looked at: who asks wants to tell a wrong number from none."""
    words = _BETWEEN.sub(" ", _AROUND_ZH.sub(" ", plain(text)))
    digits: list[str] = []
    times = 1
    for word in _spoken(words):
        if word in _REPEATS:
            times = _REPEATS[word]
            continue
        read = _digits_of(word)
        if read is None:
            return None
        digits.append(read * times)
        times = 1
    found = "".join(digits)
    return found if SHORTEST <= len(found) <= LONGEST else None


def _spoken(words: str) -> list[str]:
    """The words that may be digits; a lone particle before any digit ("for 2641…") is none."""
    kept = [word for word in words.split() if word not in _AROUND_EN]
    while kept and kept[0] in {"for", "to", "too"} and len(kept) > 1 and kept[1] not in _ENGLISH:
        kept = kept[1:]
    return kept


def _digits_of(word: str) -> str | None:
    if word in _ENGLISH:
        return _ENGLISH[word]
    digits = "".join(_CHINESE.get(each, each) for each in word)
    return digits if _DIGITS.fullmatch(digits) else None
