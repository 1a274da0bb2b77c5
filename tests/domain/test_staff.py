"""Who acts: the longest rule of the grid, then of the city; the first officer on duty whom a text can reach."""

from dataclasses import replace

import pytest

from hotline.domain.staff import Role, Route, Staff, coordinator, department_for, first_on_duty, head_of

ROUTES = (
    Route(grid=None, prefix="06", department="sanitation"),
    Route(grid=None, prefix="06013", department="roads"),
    Route(grid="north-1", prefix="", department="township"),
    Route(grid="north-1", prefix="c01-lamp", department="roads"),
)
HEAD = Staff(id="h", name="赵", phone="+8613900010111", role=Role.HEAD, department="roads", rank=0)
ONE = Staff(id="1", name="钱", phone="+8613900010112", role=Role.OFFICER, department="roads", rank=1)
TWO = Staff(id="2", name="孙", phone="+8613900010113", role=Role.OFFICER, department="roads", rank=2)


@pytest.mark.parametrize(
    ("category", "grid", "department"),
    [
        ("06010", None, "sanitation"),
        ("06013", "east-1", "roads"),
        ("06013", "north-1", "township"),
        ("c01-lamp", "north-1", "roads"),
        ("c01-lamp", "east-1", None),
        (None, "north-1", None),
        ("99", None, None),
    ],
)
def test_the_department_of_category_and_grid(category: str | None, grid: str | None, department: str | None) -> None:
    assert department_for(category, grid, ROUTES) == department


@pytest.mark.parametrize(
    ("people", "first"),
    [
        ((HEAD, TWO, ONE), "1"),
        ((HEAD, replace(ONE, on_duty=False), TWO), "2"),
        ((HEAD, replace(ONE, stopped=True), TWO), "2"),
        ((HEAD, replace(ONE, phone=None), replace(TWO, on_duty=False)), "h"),
        ((replace(HEAD, on_duty=False), replace(ONE, stopped=True)), None),
        ((replace(ONE, department="order"),), None),
    ],
)
def test_the_first_who_can_be_reached(people: tuple[Staff, ...], first: str | None) -> None:
    found = first_on_duty(people, "roads")
    assert (found.id if found else None) == first


def test_a_head_and_a_coordinator_are_found_off_duty_too() -> None:
    off = replace(HEAD, on_duty=False)
    assert head_of((ONE, off), "roads") is off
    desk = Staff(id="c", name="蒋", phone=None, role=Role.COORDINATOR, on_duty=False)
    better = replace(desk, id="d", on_duty=True, rank=9)
    assert coordinator((ONE, desk, better)) is better
    assert coordinator((ONE, desk)) is desk
    assert coordinator((ONE,)) is None
