"""What is left of a text's body once carriers, keyboards and two scripts have had their way with it."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Traditional characters of the words we know, one to one: residents from Hong Kong or Taiwan text them.
_TRADITIONAL = str.maketrans(
    "詢進辦補壞還沒銷關復復報轉電話給發訊識積兌兌換號訂開閱幫麼處單簽聯繫係協結請謝嗎滿決為個點們無動這裡裏來員經過時對後"
    "問題選項務熱線議願慮護說見誰嚴聽應馬辭稱實現評價歡與從長門間難導點爛樣變頭處幾兩陣讓認壓淨麻煩確當遲種舉脅嚇",
    "询进办补坏还没销关复复报转电话给发讯识积兑兑换号订开阅帮么处单签联系系协结请谢吗满决为个点们无动这里里来员经过时对后"
    "问题选项务热线议愿虑护说见谁严听应马辞称实现评价欢与从长门间难导点烂样变头处几两阵让认压净麻烦确当迟种举胁吓",
)
_INVISIBLE = frozenset("\u200b\u2060\ufeff")


@dataclass(frozen=True, kw_only=True, slots=True)
class Folded:
    """A text made comparable, with the way back: ``origin[i]`` is where character ``i`` stood in the text."""

    text: str
    origin: tuple[int, ...]


def clean(body: str) -> str:
    """The words as they were written, without what no screen shows and no database takes."""
    lines = body.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if _visible(char)).strip()


def fold(text: str) -> Folded:
    """Full-width to ASCII, upper to lower case, traditional to simplified, character by character."""
    chars: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text):
        for plain in _plain(char):
            chars.append(plain)
            origin.append(place)
    return Folded(text="".join(chars).translate(_TRADITIONAL), origin=tuple(origin))


def normalise(body: str) -> str:
    """The form in which words are compared: folded, white space collapsed, punctuation trimmed at both ends."""
    return trim(" ".join(fold(clean(body)).text.split()))


def trim(text: str) -> str:
    """Without punctuation, symbols and spaces at either end."""
    start, end = 0, len(text)
    while start < end and _edge(text[start]):
        start += 1
    while end > start and _edge(text[end - 1]):
        end -= 1
    return text[start:end]


def squash(text: str) -> str:
    """Punctuation inside made space, and no space beside 汉字: "1。谢谢" and "1 谢谢" are the same words."""
    spaced = "".join(" " if _edge(char) and char != "'" else char for char in text)
    out = ""
    for word in spaced.split():
        glued = not out or is_han(out[-1]) or is_han(word[0])
        out += word if glued else f" {word}"
    return out


def is_han(char: str) -> bool:
    """Is this a 汉字?"""
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\U00020000" <= char <= "\U0003ffff"


def has_han(text: str) -> bool:
    """Does a text hold any 汉字?"""
    return any(is_han(char) for char in text)


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """What a character is compared by; an ornament by nothing."""
    if _ornament(char):
        return ""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", char).casefold()).replace("’", "'").replace("‘", "'")


@lru_cache(maxsize=4096)
def _visible(char: str) -> bool:
    if char in "\n\t":
        return True
    return char not in _INVISIBLE and unicodedata.category(char) not in ("Cc", "Cs")


def _ornament(char: str) -> bool:
    """Joiners, direction marks, variation selectors and the box around a keycap digit."""
    return unicodedata.category(char) in ("Cf", "Me") or "\ufe00" <= char <= "\ufe0f"


@lru_cache(maxsize=4096)
def _edge(char: str) -> bool:
    return char.isspace() or unicodedata.category(char)[0] in "PSZ"
