"""Marks around somebody's words: parts of a long text, forwarded ones."""

import pytest

from sms.wrapping import unwrap

CASES = {
    "(1/2) 人民路12号": ("人民路12号", 1), "(2/3)井盖坏了": ("井盖坏了", 2), "2/2：晚上危险": ("晚上危险", 2),
    "【3/3】完": ("完", 3),
    "（2／2）还有路灯": ("还有路灯", 2), "转发：人民路井盖坏了": ("人民路井盖坏了", 1), "Fwd: broken cover": ("broken cover", 1),
    "(2/2) 转发：井盖": ("井盖", 2), "1/2": ("1/2", 1), "1/2 的路灯不亮": ("1/2 的路灯不亮", 1), "3/2) x": ("3/2) x", 1),
    "转发": ("转发", 1), "1": ("1", 1), "": ("", 1), "转弯处井盖坏了": ("转弯处井盖坏了", 1), "(5/4) x": ("(5/4) x", 1),
}


@pytest.mark.parametrize(("body", "expected"), CASES.items())
def test_marks_are_taken_off(body: str, expected: tuple[str, int]) -> None:
    found = unwrap(body)
    assert (found.words, found.part) == expected
