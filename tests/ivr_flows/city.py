"""A small city for calls on paper: what the app would know, and how it would answer."""

from collections.abc import Mapping
from typing import Any

from hotline.services.handle_call.acts import published
from ivr_flows.inputs import Result
from ivr_flows.outputs import Finish, Lookup

APP = published()
COVER = {
    "key": "1",
    "id": "c01-cover",
    "name": {"zh-CN": "井盖", "en": "manhole cover"},
    "hints": {"zh-CN": ["井盖"], "en": ["manhole"]},
}
LAMP = {
    "key": "2",
    "id": "c01-lamp",
    "name": {"zh-CN": "路灯", "en": "street light"},
    "hints": {"zh-CN": ["路灯"], "en": ["lamp"]},
}
RUBBISH = {"key": "3", "id": "06010", "name": {"zh-CN": "暴露垃圾", "en": "rubbish"}, "hints": {}}
NOISE = {"key": "4", "id": "06028", "name": {"zh-CN": "噪声扰民", "en": "noise"}, "hints": {}}
ROADS = {"zh-CN": "市政维护处", "en": "Road Maintenance"}
TOMORROW = {"zh-CN": "明天上午十点二十", "en": "10:20 tomorrow"}
SOON = {"zh-CN": "今天上午十点五十", "en": "10:50 today"}
NOTICE = {"zh-CN": "台风今晚登陆，请不要出门", "en": "the typhoon lands tonight, please stay indoors"}
TOPICS = [
    {
        "key": "1", "id": "office", "name": {"zh-CN": "办事时间", "en": "opening hours"}, "hints": {},
        "says": {"zh-CN": "星期一到星期五上午九点到下午五点", "en": "Monday to Friday, nine to five"},
    }
]  # fmt: skip
OPTIONS = [
    {"key": "1", "name": {"zh-CN": "要关", "en": "close it"}, "hints": {}},
    {"key": "2", "name": {"zh-CN": "不关", "en": "keep it open"}, "hints": {}},
]
CONSULTATION = {
    "id": "park-gate", "options": OPTIONS,
    "question": {"zh-CN": "东湖公园夜里要不要关门", "en": "Should East Lake Park be closed at night"},
}  # fmt: skip
FACTS: Mapping[str, Mapping[str, object]] = {
    "intake": {"caller_known": True, "categories": [COVER, LAMP, RUBBISH, NOISE], "places": []},
    "emergency": {"caller_known": True, "categories": [COVER, LAMP, RUBBISH, NOISE], "places": [], "notice": NOTICE},
    "officer": {"name": "张师傅"},
    "operator": {"still": True, "speaks": {"zh-CN": "普通话", "en": "Mandarin"}, "minutes": 2, "about": COVER["name"]},
    "bridge": {"phone": "+8613800138000", "number": "26417301", "about": COVER["name"]},
    "status": {
        "news": {"zh-CN": "您反映的井盖，市政维护处已经接单", "en": "Road Maintenance has taken on your manhole cover"}
    },
    "duty": {
        "number": "26417301", "category": {"zh-CN": "燃气泄漏", "en": "gas leak"}, "place": "人民路12号", "words": "厨房里很臭",
        "recorded": True,
    },
    "machine": {},
    "survey": {
        "number": "26417301",
        "category": COVER["name"],
        "department": ROADS,
        "words": {"zh-CN": "井盖已更换", "en": "cover replaced"},
    },
}
CITY = {"caller_known": True, "city": {"zh-CN": "示范市", "en": "Sample City"}, "hotline": "12345", "staffed": True}
OWN = {
    "number": "26417301",
    "about": COVER["name"],
    "department": ROADS,
    "state": {"zh-CN": "正在办理", "en": "in progress"},
    "by": TOMORROW,
    "finish": {"zh-CN": "十一月三十日", "en": "30 November"},
    "late": False,
    "open": True,
}
OTHER = {
    "number": "12345671",
    "department": ROADS,
    "state": {"zh-CN": "已办结", "en": "closed"},
    "by": None,
}
# What may be known when a call begins: `open_ticket: yes` in a call's head.
KNOWN: Mapping[str, object] = {
    "open_ticket": OWN, "dropped": {"draft": "draft-1", "about": COVER["name"]},
    "known_event": {
        "ticket": "ticket-9",
        "words": {"zh-CN": "人民路停水，今晚修好", "en": "Renmin Road has no water; it will be mended tonight"},
    },
    "place": "人民路12号", "words": {"zh-CN": "井盖已更换", "en": "cover replaced"},
    "taken_by": {"zh-CN": "李师傅", "en": "Mr Li"},
}  # fmt: skip
TICKETS = [{"number": "26417301", "about": COVER["name"]}, {"number": "12345671", "about": LAMP["name"]}]
HEARD: Mapping[str, tuple[str, ...]] = {
    "reprisal": ("报复", "報復", "threatened because"),
    "person": ("人工", "person"),
    "progress": ("进度", "progress"),
    "english": ("english",),
    "chinese": ("中文",),
    "unclear": ("嗯嗯", "mumble"),
    "report": ("井盖", "cover"),
}


def facts(flow: str, **other: object) -> dict[str, object]:
    """Everything a flow needs."""
    return {**CITY, **FACTS[flow], **other}


def answer(asked: Lookup | Finish, situation: Mapping[str, str]) -> Result:
    """How the app answers; `situation` has what the call's file says about it."""
    question, lookup = asked.values.get("question"), isinstance(asked, Lookup)
    named = (f"hear {question}",) if question and lookup else (f"{asked.name} {question}", asked.name)
    forced = next((situation[name] for name in named if name in situation), None)
    outcome, values = _answer(asked, situation)
    if forced and "," not in forced and forced not in ("yes", "no"):  # a fact of the same name
        outcome, values = forced, ALWAYS.get((asked.name, forced), values)
    act = APP.act(asked.name, lookup=lookup)
    gives = act.outcomes[outcome].gives.always if act and outcome in act.outcomes else ()
    return Result(name=asked.name, outcome=outcome, values={**{name: GIVEN.get(name) for name in gives}, **values})


# What an outcome gives that this city has no opinion of.
GIVEN: Mapping[str, object] = OWN | {
    "category": COVER, "tickets": TICKETS, "topics": TOPICS, "topic": TOPICS[0], "option": OPTIONS[0], "until": TOMORROW,
    "ahead": 2, "queue": "call-1", "consultation": CONSULTATION,
    "consultations": [{"key": "1", "id": "park-gate", "about": CONSULTATION["question"]}],
    "recordings": ["rec-1", "rec-2"], "taken_by": KNOWN["taken_by"],
}  # fmt: skip
ALWAYS: Mapping[tuple[str, str], dict[str, Any]] = {
    ("own_tickets", "one"): OWN,
    ("own_tickets", "several"): {"tickets": TICKETS},
    ("answer", "reopened"): {"department": ROADS, "by": TOMORROW},
}


def _answer(asked: Lookup | Finish, situation: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    words = str(asked.values.get("speech") or "").lower()
    meant = next((one for one, heard in HEARD.items() if any(word in words for word in heard)), "report_unknown")
    match asked.name:
        case "understand":
            return meant, {"category": COVER}
        case "category":
            return {"report": "known", "report_unknown": "unknown"}.get(meant, meant), {"category": COVER}
        case "ticket" | "officer_ticket":
            return _ticket(asked, words)
        case "answer" if isinstance(asked, Lookup):
            plain = {"没修好": "3", "not solved": "3", "有人": "1", "yes": "1", "人工": "person"}
            return plain.get(words, "unclear"), {}
        case "answer":
            if asked.values["question"] == "solved" and asked.values["value"] == "3":
                return "reopened", {"department": ROADS, "by": TOMORROW}
            unhappy = asked.values["question"] == "satisfied" and asked.values["value"] in ("4", "5")
            return ("unhappy", {"by": TOMORROW}) if unhappy else ("noted", {})
        case "age":
            return "noted", {}
        case "reprisal":
            return ("noted", {"by": SOON}) if situation.get("caller_known") != "no" else ("no_number", {})
        case "chase":
            return "told", {"department": ROADS, "by": TOMORROW}
        case "report":
            number = {"number": "26417301", "department": ROADS, "by": TOMORROW, "texting": True}
            return "registered", number | ({"code": "4071", "texting": False} if situation.get("code") else {})
        case "duty_take" | "duty_decline" | "duty_recordings":
            return {"duty_take": "taken", "duty_decline": "noted", "duty_recordings": "some"}[asked.name], {}
    return _person(asked, situation) or _participation(asked, words, known=situation.get("caller_known") != "no")


def _person(asked: Lookup | Finish, situation: Mapping[str, str]) -> tuple[str, dict[str, Any]] | None:
    match asked.name:
        case "person_first":
            return ("queue", {"queue": "call-1", "ahead": 0}) if situation.get("desk") == "open" else ("nobody", {})
        case "leave_for_menu":
            return "menu", {}
        case "missed_caller":
            return "noted", {}
        case "person" if situation.get("desk") == "open":
            return "queue", {"queue": "call-1", "ahead": 2}
        case "take_caller":
            return "yours", {"queue": "call-1"}
        case "voice_message":
            return "kept", {}
        case "person" | "leave_queue":
            return ("due", {"by": SOON}) if situation.get("caller_known") != "no" else ("no_number", {})
    return None


def _participation(asked: Lookup | Finish, words: str, *, known: bool) -> tuple[str, dict[str, Any]]:
    match asked.name:
        case "go_on":
            return "known", {"category": COVER, "draft": "draft-1", "heard": ["井盖坏了"]}
        case "topics":
            return "some", {"topics": TOPICS}
        case "topic":
            return ("known", {"topic": TOPICS[0]}) if "几点" in words or "hours" in words else ("unclear", {})
        case "consultations":
            return "one", {"consultation": CONSULTATION}
        case "option":
            return ("known", {"option": OPTIONS[1]}) if "不关" in words or "open" in words else ("unclear", {})
        case "vote":
            return ("counted", {"until": TOMORROW}) if known else ("no_number", {})
        case "follow":
            return "followed" if known else "no_number", {}
        case "bridged":
            return str(asked.values.get("how") or "declined"), {}
        case "seal":
            return "sealed", {}
    return "none", {}


def _ticket(asked: Lookup | Finish, words: str) -> tuple[str, dict[str, Any]]:
    number = str(asked.values.get("number") or "")
    if not number:
        number = "26417301" if "二六四" in words or "2641" in words else ""
        if not number:
            return "reprisal" if any(word in words for word in HEARD["reprisal"]) else "unclear", {}
    if asked.name == "officer_ticket":
        kinds = {"26417301": "allowed", "12345671": "not_allowed", "00000000": "no_recording"}
        return kinds.get(number, "bad_check"), {"number": number, "recordings": ["rec-1", "rec-2"]}
    kinds = {"26417301": "own", "12345671": "other", "00000000": "unknown"}
    outcome = kinds.get(number, "bad_check")
    return outcome, dict(OWN if outcome == "own" else OTHER)
