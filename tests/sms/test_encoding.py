"""Segments as carriers count them: the vectors of the public calculator, and what must hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.encoding import encoding, safe_substitutions, segments, to_gsm, units


@pytest.mark.parametrize(("text", "kind", "size", "count"), [
    ("", "GSM-7", 0, 1),
    ("a" * 160, "GSM-7", 160, 1),
    ("a" * 161, "GSM-7", 161, 2),
    ("a" * 306, "GSM-7", 306, 2),
    ("a" * 307, "GSM-7", 307, 3),
    ("中" * 70, "UCS-2", 70, 1),
    ("中" * 71, "UCS-2", 71, 2),
    ("中" * 134, "UCS-2", 134, 2),
    ("中" * 135, "UCS-2", 135, 3),
    ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3),       # the escape is not split
    ("中" * 66 + "😀" + "中" * 66, "UCS-2", 134, 3),       # nor the pair
    ("€" * 80, "GSM-7", 160, 1),
    ("€" * 81, "GSM-7", 162, 2),
    ("😀" * 35, "UCS-2", 70, 1),
    ("😀" * 36, "UCS-2", 72, 2),
    ("𠮷", "UCS-2", 2, 1),
    ("\ud83d", "UCS-2", 1, 1),
])
def test_segments(text: str, kind: str, size: int, count: int) -> None:
    found = segments(text)
    assert (found.encoding, found.units, found.count) == (kind, size, count)
    assert units(text) == size


IN_GSM = "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà^{}\\[~]|€\n\r\f Az09!\"#%&'()*+,-./:;<=>?"


@pytest.mark.parametrize("char", list(IN_GSM))
def test_in_gsm(char: str) -> None:
    assert encoding(char) == "GSM-7"


@pytest.mark.parametrize("char", list("`\t\u00a0áíóúç’“”–—…中，：【😀"))
def test_not_in_gsm(char: str) -> None:
    assert encoding(char) == "UCS-2"


@pytest.mark.parametrize(("text", "safe"), [
    ("It’s “done” – wait…", "It's \"done\" - wait..."),
    ("no\u00a0break\tand `tick`", "no break and 'tick'"),
    ("ＳＴＡＴＵＳ　２６４１，７３０１！", "STATUS 2641,7301!"),
    ("plain", "plain"),
    ("It’s 井盖", "It’s 井盖"),     # nothing is gained: left alone
    ("It’s á", "It’s á"),
])
def test_safe_substitutions(text: str, safe: str) -> None:
    assert safe_substitutions(text) == safe


@pytest.mark.parametrize(("text", "plain"), [
    ("Café São Tomé", "Café Sao Tomé"), ("井盖 cover", " cover"), ("ok 😀", "ok "), ("a–b", "a-b"),
])
def test_to_gsm(text: str, plain: str) -> None:
    assert to_gsm(text) == plain


@given(st.text())
def test_any_text(text: str) -> None:
    found = segments(text)
    single, part = (160, 153) if found.encoding == "GSM-7" else (70, 67)
    assert (found.count == 1) == (found.units <= single)
    assert found.units <= found.count * max(part, single if found.count == 1 else part)
    assert (found.count - 1) * (part - 1) < max(found.units, 1)  # a part wastes one unit at most
    assert encoding(to_gsm(text)) == "GSM-7"
    safe = safe_substitutions(text)
    assert safe == text or encoding(safe) == "GSM-7"
