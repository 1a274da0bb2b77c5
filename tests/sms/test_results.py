"""A result that only promises is no result, in whatever tense it is written."""

import pytest

from sms.results import promises_only


@pytest.mark.parametrize(("words", "only"), [
    ("将尽快安排维修", True),
    ("已安排，近期修复", True),
    ("已经联系施工单位，下一步处理", True),
    ("已列入明年计划", True),
    ("已上报，争取尽快解决", True),
    ("已安排人员清理完毕", False),
    ("已安排工人更换了井盖，近期再查一次", False),
    ("已修复，将加强巡查", False),
    ("井盖已更换", False),
    ("it has been scheduled and will be mended soon", True),
    ("we plan to do it next month", True),
    ("was replaced; we will check again next week", False),
    ("有进展", False),
])  # fmt: skip
def test_what_only_promises(words: str, *, only: bool) -> None:
    assert promises_only(words) == only
