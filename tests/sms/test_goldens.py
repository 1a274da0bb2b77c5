"""Every message as a resident or officer reads it, in both languages, kept word for word in goldens/."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hotline.texts import Texts
from sms.catalog import CATALOG, Message, Type
from sms.encoding import segments

GOLDENS = Path(__file__).parent / "goldens"
NOW = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)  # 10:20 in Shanghai
TEXTS = Texts({"zh-CN": "【示范市12345】", "en": ""}, ZoneInfo("Asia/Shanghai"))

_TOMORROW, _TODAY, _DAY = "2026-11-24T09:00:00+00:00", "2026-11-23T06:20:00+00:00", "2026-11-30T09:00:00+00:00"
_DUE_TODAY = ("officer_dispatch", "person", "callback_due", "officer_warn", "coordinator_return",
              "coordinator_no_route", "return_refused")
_BY = {"received": "2026-11-24T02:20:00Z", "accepted": _DAY} | dict.fromkeys(_DUE_TODAY, _TODAY)
_SAME = {"number": "26417301", "old": "12345671", "count": 2, "solved": True, "recording": True, "urgent": True, "finish": _DAY,
         "photos": 2, "parent": "12345671", "granted": True, "done": True, "balance": 112, "points": 50, "price": 50,
         "missing": 8, "again": "2026-12-24T02:20:00Z", "stars": 2, "emergency": True}
FACTS: Mapping[str, Mapping[str, object]] = {
    "zh-CN": _SAME | {
        "category": "井盖", "place": "建设路小学北门", "department": "市政维护处", "grid": "城东3格",
        "words": "井盖已更换。", "reason": "不是我们的路", "name": "王强",
        "items": [{"number": "26417301", "category": "井盖", "state": "in_progress"},
                  {"number": "12345671", "category": "路灯", "state": "dispatched"}],
        "says": "家里停电归供电公司管，请拨95598", "topics": [{"key": "1", "name": "要关"}, {"key": "2", "name": "不关"}],
        "question": "东湖公园夜里要不要关门", "option": "不关", "until": _DAY,
        "rewards": [{"key": "1", "name": "雨伞", "points": "50"}, {"key": "3", "name": "公交卡", "points": "100"}],
        "reward": "雨伞", "nearest": "雨伞",
    },
    "en": _SAME | {
        "category": "manhole cover", "place": "Jianshe Road School", "department": "Road Maintenance", "grid": "East 3",
        "words": "cover replaced.", "reason": "not our road", "name": "Wang Qiang",
        "items": [{"number": "26417301", "category": "manhole cover", "state": "in_progress"},
                  {"number": "12345671", "category": "street light", "state": "dispatched"}],
        "says": "Power failures are the power company's. Call 95598",
        "topics": [{"key": "1", "name": "close it"}, {"key": "2", "name": "keep it open"}],
        "question": "Should East Lake Park be closed at night", "option": "keep it open", "until": _DAY,
        "rewards": [{"key": "1", "name": "umbrella", "points": "50"}, {"key": "3", "name": "bus card", "points": "100"}],
        "reward": "umbrella", "nearest": "umbrella",
    },
}

FLAGS = ("same", "age", "over_60", "text")  # each text is read with and without


def _cases(message: Message, language: str) -> Iterator[tuple[str, dict[str, object]]]:
    """With everything and with every optional value left out, once for each code."""
    facts = {name: FACTS[language].get(name) for name in message.values} | {"by": _BY.get(message.name, _TOMORROW)}
    codes = [name for name, value in message.values.items() if value.type is Type.CODE or name in ("solved", "late", *FLAGS)]
    bare = {name: None for name, value in message.values.items() if value.optional and name not in codes}
    for chosen in product(*((None, True) if name in FLAGS else message.values[name].choices for name in codes)):
        named = zip(codes, chosen, strict=True)
        label = " ".join(name if name in FLAGS else str(choice) for name, choice in named if choice is not None)
        yield label, facts | dict(zip(codes, chosen, strict=True))
        if bare:
            yield f"{label} -".strip(), facts | dict(zip(codes, chosen, strict=True)) | bare


def _page(language: str) -> str:
    lines = []
    for message in CATALOG.values():
        for label, facts in _cases(message, language):
            text = TEXTS.render(message.name, language, facts, NOW)
            lines.append(f"[{message.name}{' ' if label else ''}{label}] {segments(text).count}\n{text}\n")
    return "\n".join(lines)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_message_reads_as_it_was_kept(language: str, request: pytest.FixtureRequest) -> None:
    golden, page = GOLDENS / f"{language}.txt", _page(language)
    if request.config.getoption("--update", default=False):
        golden.write_text(page, encoding="utf-8")
    assert page == golden.read_text(encoding="utf-8")


SAMPLES = (
    ("received", "zh-CN", {"by": "2026-11-24T02:20:00Z"},
     "已登记：井盖，建设路小学北门。编号2641-7301。市政维护处最迟明天10:20给您答复。回“查”看进度，有补充直接回。"),
    ("received", "en", {"by": "2026-11-24T02:20:00Z"},
     ("Received: manhole cover, Jianshe Road School. No. 2641-7301. Road Maintenance will answer by 10:20 tomorrow. "
      "Reply STATUS to check, or add details any time.")),
    ("accepted", "zh-CN", {"by": _DAY}, "2641-7301：市政维护处已接单，最迟11月30日办完。回“查”看进度。"),
    ("accepted", "en", {"by": _DAY},
     "2641-7301: Road Maintenance has taken this on and will finish by 30 Nov. Reply STATUS to check."),
    ("progress", "zh-CN", {"words": "已派人围挡，明天更换井盖"}, "2641-7301进展：已派人围挡，明天更换井盖。"),
    ("progress", "en", {"words": "it is fenced off; the cover will be replaced tomorrow."},
     "2641-7301: it is fenced off; the cover will be replaced tomorrow."),
    ("late", "zh-CN", {"by": _TOMORROW},
     "2641-7301：市政维护处没有按时办完，抱歉。已由该单位负责人督办，最迟明天17:00向您说明。找人工回“人工”。"),
    ("done_ask", "zh-CN", {},
     "2641-7301（井盖）市政维护处回复已办好：井盖已更换。请您核实，只回一个数字：1解决了 2部分解决 3没解决"),
    ("done_ask", "en", {},
     ("2641-7301 (manhole cover): Road Maintenance says it is done: cover replaced. Please check and reply with one "
      "digit: 1 solved, 2 partly, 3 not solved.")),
    ("reopened", "zh-CN", {"by": _TOMORROW},
     "收到，2641-7301没有解决，抱歉让您费心。已退回市政维护处重办，由其负责人督办，最迟明天17:00联系您。"),
)


@pytest.mark.parametrize(("name", "language", "facts", "words"), SAMPLES)
def test_the_samples_of_the_house(name: str, language: str, facts: dict[str, object], words: str) -> None:
    text = TEXTS.render(name, language, {**FACTS[language], **facts}, NOW)
    assert text == TEXTS.signature[language] + words
