"""A flow is changed while somebody is on the line: the call goes on as it began, the next one hears the new words."""

import logging
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from hotline.services.keep_flows import KEPT, drop_flows
from ivr_flows.load import HERE
from tests.journeys.conftest import OpenCity
from tests.journeys.stage import ANNA, LIN, call_backs, drafts, tickets, walk
from tests.support.city import City, restart

REPORT = '      "1": {to: category, set: {category: null}}\n'


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """Another folder of flows: 1 and 4 of the greeting have changed places, and so has what is said."""
    folder = tmp_path / "changed"
    for name in ("flows", "prompts"):
        shutil.copytree(HERE / name, folder / name)
    change(folder / "flows" / "intake.yaml", REPORT, '      "1": information\n')
    change(folder / "flows" / "intake.yaml", '      "4": information\n', REPORT.replace("1", "4"))
    change(folder / "prompts" / "zh-CN" / "intake.yaml", "反映问题，请按1", "反映问题，请按4")
    change(folder / "prompts" / "zh-CN" / "intake.yaml", "政策咨询，请按4", "政策咨询，请按1")
    return folder


def change(file: Path, old: str, new: str) -> None:
    before = file.read_text(encoding="utf-8")
    assert old in before
    file.write_text(before.replace(old, new, 1), encoding="utf-8")


def versions(city: City) -> set[str]:
    with city.hotline.database.reading() as store:
        return {version for name, version in store.flow_versions.seen() if name == "intake"}


def loaded(city: City) -> str:
    return city.hotline.parts.flows["intake"].version


def test_a_call_goes_on_with_the_flow_it_began_with_and_a_new_one_hears_the_new(city: City, changed: Path) -> None:
    old = loaded(city)
    call = walk(city, LIN).dial()
    assert "反映问题，请按1" in call.last
    restart(city, changed)
    assert loaded(city) != old
    call.press("*")
    assert "反映问题，请按1" in call.last
    call.press("1").press("1").record(9, "#")
    assert len(tickets(city)) == 1
    new = walk(city, ANNA).dial()
    assert "反映问题，请按4" in new.last
    new.press("4").press("1").record(9, "#")
    assert len(tickets(city)) == 2


def test_the_kept_flow_is_read_from_the_database_once(city: City, changed: Path, caplog: pytest.LogCaptureFixture) -> None:
    call = walk(city, LIN).dial()
    restart(city, changed)
    call.press("1")
    with city.hotline.database.writing() as store:
        for name, version in store.flow_versions.seen():
            store.flow_versions.remove(name, version, city.clock.now() + timedelta(days=1))
    call.press("1").record(9, "#")
    assert len(tickets(city)) == 1
    assert "nowhere" not in caplog.text


def test_a_flow_nobody_has_any_more_apologises_and_keeps_what_was_said(
    city: City, changed: Path, caplog: pytest.LogCaptureFixture
) -> None:
    call = walk(city, LIN).dial().press("1").press("1")
    with city.hotline.database.writing() as store:
        for name, version in store.flow_versions.seen():
            store.flow_versions.remove(name, version, city.clock.now() + timedelta(days=1))
    restart(city, changed)
    with caplog.at_level(logging.ERROR):
        call.silence()
    assert "系统现在出了故障" in call.last
    assert call.over
    assert "is nowhere" in caplog.text
    assert (len(drafts(city)), [c.reason for c in call_backs(city)]) == (1, ["draft"])
    call.hang_up()
    assert len(drafts(city)) == 1


def test_a_call_that_ends_after_the_change_leaves_its_draft(city: City, changed: Path) -> None:
    call = walk(city, LIN).dial().press("1").press("1")
    restart(city, changed)
    call.hang_up()
    assert len(drafts(city)) == 1


def test_a_turn_of_today_s_flow_asks_for_no_version(city: City) -> None:
    with city.hotline.database.writing() as store:
        for name, version in store.flow_versions.seen():
            store.flow_versions.remove(name, version, city.clock.now() + timedelta(days=1))
    walk(city, LIN).dial().press("1").press("1").record(9, "#")
    assert len(tickets(city)) == 1


def test_versions_no_call_uses_go_after_a_week_and_not_before(city: City, changed: Path) -> None:
    old = loaded(city)
    call = walk(city, LIN).dial()
    restart(city, changed)
    new = loaded(city)
    assert versions(city) == {old, new}
    city.clock.move(2 * KEPT)
    assert drop_flows(city.hotline.parts) == 0
    assert versions(city) == {old, new}, "somebody is still on the line with it"
    call.press("1").hang_up()
    city.clock.move(KEPT - timedelta(minutes=1))
    assert drop_flows(city.hotline.parts) == 0
    city.clock.move(timedelta(minutes=2))
    drop_flows(city.hotline.parts)
    assert versions(city) == {new}


def test_a_start_without_the_database_is_a_start(open_one: OpenCity, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    city = open_one()
    file = tmp_path / "hotline.db"
    file.rename(tmp_path / "away.db")
    city.hotline.database.dispose()
    try:
        restart(city)
    finally:
        (tmp_path / "away.db").rename(file)
    assert "could not be kept" in caplog.text
    walk(city, LIN).dial()
