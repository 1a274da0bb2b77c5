"""Texts about a sealed ticket say its number and nothing of the matter, whatever is asked of them."""

import pytest

from tests.journeys.stage import ANNA, LIN, OTHER, QIAN, done, number_in, only, report, shown
from tests.support.city import City

SEALED = {LIN: "举报人民路30号违章搭建彩钢房", ANNA: "Illegal building at 30 Renmin Road"}
NAMED = ("搭", "uilding", "人民路", "Renmin", "井盖")


@pytest.mark.parametrize("word", ["查", "查 {}", "催", "补充 又在盖了", "撤销", "保密", "匿名", "{}"])
def test_no_word_gets_the_matter_back(city: City, word: str) -> None:
    number = number_in(city.text(LIN, SEALED[LIN])[0])
    told = city.text(LIN, word.format(number))
    assert told
    assert not [each for each in NAMED if each in "".join(told)], told


@pytest.mark.parametrize("word", ["查", "催", "撤销"])
def test_in_a_list_it_is_a_number_and_a_state(city: City, word: str) -> None:
    number = number_in(city.text(LIN, SEALED[LIN])[0])
    plain = report(city, LIN, "建设路8号路灯不亮")
    listed = only(city.text(LIN, word))
    assert shown(number) in listed
    assert shown(plain) in listed
    assert "搭" not in listed
    assert "路灯" in listed, "what is not sealed is told"


def test_in_english_too(city: City) -> None:
    number = report(city, ANNA, "Broken manhole cover at 12 Renmin Road")
    assert "manhole" in only(city.text(ANNA, "STATUS"))
    city.text(ANNA, "SEAL")
    assert shown(number) in only(city.text(ANNA, "STATUS"))
    assert "manhole" not in city.heard(ANNA)[-1]


def test_followers_of_what_was_sealed_later_hear_no_matter(city: City) -> None:
    number = report(city, LIN)
    city.text(OTHER, f"关注 {number}")
    city.text(LIN, "保密")
    done(city, QIAN, number)
    city.text(LIN, "1")
    city.settle()
    assert "井盖" not in "".join(city.heard(OTHER))
