"""Signs: found once an hour and raised once, told in words to supervisor and auditor, to nobody else, and seen by name."""

from datetime import timedelta

import pytest

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.flag import Flag, FlagKind
from hotline.domain.number import display
from hotline.domain.staff import Role
from hotline.domain.ticket import Kind, Ticket
from hotline.services.sweep import sweep, would_sweep
from tests.support.city import RESIDENT, City
from tests.support.desk import at_desk, hire
from tests.support.photos import jpeg
from tests.web.console.conftest import latest

FACTS: dict[FlagKind, tuple[dict[str, object], str, str]] = {
    FlagKind.BULK_CLOSING: ({"results": 12, "near": 9, "minutes": 20}, "20分钟内办结12件，其中9件", "12 results within 20 min"),
    FlagKind.MANY_EXTENSIONS: (
        {"asked": 6, "tickets": 10, "others_asked": 2, "others_tickets": 40}, "10件工单申请延期6次",
        "6 extensions asked for with 10",
    ),
    FlagKind.PRAISE_CLUSTER: ({"praise": 8, "from_few": 6, "numbers": 2}, "其中6次来自2个号码。", "from 2 numbers."),
    FlagKind.CALLS_WITHOUT_TICKET: ({"calls": 12, "odd": 6, "share": 50}, "6个没有工单、回电或记录（50%）", "6 of 12 calls"),
    FlagKind.HUNG_UP: ({"calls": 40, "odd": 6, "share": 15}, "40个来电中6个很快由我方结束", "Our side soon ended 6 of 40"),
    FlagKind.REVEALS: ({"reporters": 25}, "一天内查看了25位反映人的号码。", "the numbers of 25 reporters"),
    FlagKind.QUICK_VERDICT: ({"minutes": 2}, "办结后2分钟评价。", "Judged 2 min after"),
    FlagKind.TO_AND_FRO: ({"returns": 3}, "退回3次。", "Returned 3 times."),
    FlagKind.RECURRED: ({"by": "place", "number": "x"}, "同一地址", "same address"),
    FlagKind.NO_PHOTO: ({}, "办结没有照片", "Done without the photo"),
    FlagKind.PROMISE_ONLY: ({}, "结果只是承诺", "only promises"),
    FlagKind.WITHDRAWN_SOON: ({}, "联系后不久撤销", "Withdrawn soon"),
    FlagKind.STAFF_VERDICT: ({}, "工作人员的号码作的评价", "Judged from a staff number"),
}  # fmt: skip


def raised(city: City, kind: FlagKind, ticket_id: str | None = None, **facts: object) -> str:
    parts = city.hotline.parts
    with parts.database.writing() as store:
        flag_id = parts.ids.new()
        store.flags.raise_(Flag(
            id=flag_id, key=flag_id, kind=kind, at=parts.clock.now(), ticket_id=ticket_id,
            facts=facts,  # type: ignore[arg-type]
        ))
    return flag_id


def test_each_kind_is_told_in_words_in_both_languages(city: City, ticket: Ticket) -> None:
    assert {*FACTS, FlagKind.SAME_PHOTO} == set(FlagKind)
    for kind, (facts, _, _) in FACTS.items():
        raised(city, kind, **facts)
    raised(city, FlagKind.SAME_PHOTO, others=ticket.number, tickets=1, proof=True)
    desk = at_desk(city, Role.SUPERVISOR)
    for language, place in (("zh-CN", 1), ("en", 2)):
        desk.get(f"/console/flags?lang={language}")
        for kind, words in FACTS.items():
            assert words[place] in desk.said, (kind, language)
        assert not any(kind.value in desk.said for kind in FlagKind), "a code nobody worded"
        assert f'href="/console/tickets/{ticket.number}"' in desk.page.text


def test_a_sign_is_seen_once_with_a_name_and_that_is_audited(city: City, ticket: Ticket) -> None:
    flag_id = raised(city, FlagKind.NO_PHOTO, ticket.id)
    desk, other = at_desk(city, Role.SUPERVISOR), at_desk(city, Role.AUDITOR)
    for each in (desk, other):
        each.get("/console/flags")
        assert display(ticket.number) in each.said
    desk.post(f"/console/flags/{flag_id}/seen", {"seen": "no", "kind": ""})
    assert "已记下：您看过了。" in desk.said
    assert display(ticket.number) not in desk.said, "the list is of what nobody has looked at"
    other.post(f"/console/flags/{flag_id}/seen", {"seen": "yes", "kind": ""})
    assert "别人已经看过了。" in other.said
    assert hire(city, Role.SUPERVISOR).name in other.said
    with city.hotline.database.reading() as store:
        (entry,) = store.audit.of_chain(f"flag:{flag_id}")
    assert (entry.action, entry.actor.id) == ("flag_seen", hire(city, Role.SUPERVISOR).id)
    assert desk.post("/console/flags/nobodys/seen").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [("", {"a"}), ("?seen=yes", {"b"}), ("?seen=all", {"a", "b"}), ("?kind=reveals", set()), ("?kind=reveals&seen=all", {"b"})],
)
def test_the_list_is_filtered(city: City, query: str, found: set[str]) -> None:
    raised(city, FlagKind.QUICK_VERDICT, minutes=3)
    seen = raised(city, FlagKind.REVEALS, reporters=77)
    desk = at_desk(city, Role.AUDITOR)
    desk.get("/console/flags")
    desk.post(f"/console/flags/{seen}/seen")
    rows = " ".join(desk.get(f"/console/flags{query}") and desk.text_of("tr")[1:])
    assert {name for name, words in (("a", "3分钟"), ("b", "77位")) if words in rows} == found


def test_a_wrong_filter_is_no_page(city: City) -> None:
    desk = at_desk(city, Role.AUDITOR)
    assert desk.get("/console/flags?kind=x").status_code == desk.get("/console/flags?seen=x").status_code == 404


def test_older_signs_are_a_page_away(city: City) -> None:
    for minutes in range(60):
        raised(city, FlagKind.QUICK_VERDICT, minutes=minutes)
    desk = at_desk(city, Role.SUPERVISOR)
    desk.get("/console/flags")
    first = len(desk.text_of("tr")) - 1
    link = desk.page.text.split("更早的")[0].rpartition('href="')[2].split('"')[0].replace("&amp;", "&")
    desk.get(link)
    assert (first, len(desk.text_of("tr")) - 1) == (50, 10)


def test_a_tickets_signs_stand_on_its_page_for_the_two_alone(city: City, ticket: Ticket) -> None:
    raised(city, FlagKind.QUICK_VERDICT, ticket.id, minutes=2)
    for role in (Role.SUPERVISOR, Role.AUDITOR):
        desk = at_desk(city, role)
        desk.get(f"/console/tickets/{ticket.number}")
        assert "办结后2分钟评价" in desk.said
    for role, department in ((Role.OPERATOR, None), (Role.COORDINATOR, None), (Role.OFFICER, "roads"), (Role.HEAD, "roads")):
        desk = at_desk(city, role, department)
        desk.get(f"/console/tickets/{ticket.number}")
        assert "评价。" not in desk.said
        assert "可疑迹象" not in desk.said, role


def test_a_ticket_of_protection_is_named_to_neither(city: City) -> None:
    city.text(RESIDENT, "被报复")
    with city.hotline.database.reading() as store:
        (kept,) = store.tickets.listing(protection=True)
    assert kept.kind is Kind.PROTECTION
    raised(city, FlagKind.STAFF_VERDICT, kept.id)
    desk = at_desk(city, Role.AUDITOR)
    desk.get("/console/flags")
    assert "工作人员的号码作的评价" in desk.said
    assert kept.number not in desk.page.text.replace("-", "")


# The sweep finds them.


@pytest.fixture
def looked(city: City) -> City:
    """Somebody looked at the numbers of many reporters."""
    parts = city.hotline.parts
    with parts.database.writing() as store:
        for n in range(parts.integrity.reveals_a_day):
            actor, facts = Actor(kind=ActorKind.STAFF, id="p-1", via="console"), {"reporter": f"r-{n}", "reason": "danger"}
            store.audit.append(f"ticket:{n}", "revealed", actor, facts, None, parts.clock.now())
    return city


def kinds(city: City) -> list[FlagKind]:
    with city.hotline.database.reading() as store:
        return [each.kind for each in store.flags.listing()]


def test_the_sweep_looks_once_an_hour_and_raises_a_sign_once(looked: City) -> None:
    parts = looked.hotline.parts
    assert [each.actions for each in would_sweep(parts)] == [("flag reveals",)], "a trial tells it"
    assert kinds(looked) == [], "a trial leaves nothing"
    assert sweep(parts).flagged == 1
    assert sweep(parts).flagged == 0
    looked.clock.move(timedelta(minutes=61))
    assert sweep(parts).flagged == 0, "it is the same sign"
    assert kinds(looked) == [FlagKind.REVEALS]


def test_within_the_hour_nobody_looks_again(looked: City) -> None:
    parts = looked.hotline.parts
    with parts.database.writing() as store:
        assert store.leases.move("patterns", None, parts.clock.now() + timedelta(minutes=30))
    assert sweep(parts).flagged == 0
    looked.clock.move(timedelta(minutes=31))
    assert sweep(parts).flagged == 1


def test_a_sweep_tried_for_a_later_day_keeps_nobody_from_looking(looked: City) -> None:
    parts = looked.hotline.parts
    sweep(parts, parts.clock.now() + timedelta(days=30))
    assert sweep(parts).flagged == 1


def test_one_picture_of_two_reporters_is_found_on_the_later_ticket(city: City) -> None:
    city.text(RESIDENT, "人民路12号井盖坏了", jpeg())
    first = latest(city)
    city.clock.move(timedelta(minutes=5))
    city.text("+8613800138055", "解放路30号路灯不亮", jpeg())
    city.settle()
    second = latest(city)
    assert sweep(city.hotline.parts).flagged == 1
    with city.hotline.database.reading() as store:
        (flag,) = store.flags.of_ticket(second.id)
    assert (flag.kind, flag.facts["others"]) == (FlagKind.SAME_PHOTO, first.number)
