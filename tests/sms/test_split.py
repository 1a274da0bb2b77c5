"""Several reports in one text are told apart; one report in many words is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.category import categorise
from hotline.domain.place import find_place
from sms.split import MOST_PARTS, split
from tests.domain.sample import CATEGORIES
from tests.domain.sample_grids import GAZETTEER


def named(words: str) -> tuple[str | None, str | None]:
    best, place = categorise(words, CATEGORIES).best, find_place(words, GAZETTEER)
    return best.id if best else None, place.words if place else None


SEVERAL = {
    "1.人民路12号井盖坏了 2.解放路路灯不亮": ("人民路12号井盖坏了", "解放路路灯不亮"),
    "人民路12号井盖坏了；建设路小学门口有人乱停车": ("人民路12号井盖坏了", "建设路小学门口有人乱停车"),
    "人民路12号井盖坏了，另外解放路5号垃圾没人清": ("人民路12号井盖坏了", "解放路5号垃圾没人清"),
    "一、人民路井盖坏了\n二、东湖公园垃圾桶满了": ("人民路井盖坏了", "东湖公园垃圾桶满了"),
    "Manhole cover broken at 12 Renmin Road; street light out on Jiefang Road": (
        "Manhole cover broken at 12 Renmin Road", "street light out on Jiefang Road",
    ),
}
ONE = (
    "人民路12号井盖坏了", "人民路12号井盖坏了，另外晚上也没有灯", "人民路12号井盖坏了；好几天了没人管", "井盖坏了。路灯也不亮",
    "人民路3号楼2单元路灯不亮", "人民路12号井盖坏了；人民路12号井盖坏了", "", "；；；", "1. 2. 3.",
)


@pytest.mark.parametrize(("text", "parts"), SEVERAL.items())
def test_each_with_its_own_matter_and_place(text: str, parts: tuple[str, ...]) -> None:
    assert split(text, named) == parts


@pytest.mark.parametrize("text", ONE)
def test_one_report_stays_one(text: str) -> None:
    assert split(text, named) == ()


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    assert len(split(text, lambda words: (words, words))) <= MOST_PARTS
