"""All faults of a configuration at once: none hides another, and none is told that is not there."""

from pathlib import Path

import pytest

from tests.test_config import edited, faults, file

__all__ = ["file"]  # a fixture


def test_a_fault_in_a_section_hides_none_that_others_show(file: Path) -> None:
    edited(file, "office_hours: mon-fri 09:00-17:00", "office_hours: always")
    edited(file, "  region: CN", "  region: ZZ")
    edited(file, "  shown_number: \"12345\"", "  shown_number: \"12345\"\n  shown_numbers: 1")
    edited(file, "{id: roads, name: {zh-CN: 市政维护处, en: Road Maintenance}}", "{id: roads, name: {zh-CN: 市政维护处}}")
    said = "\n".join(faults(file, {"HOTLINE__SERVER__HOST": "192.168.1.1"}))
    for words in ("city.office_hours", "city.region", "city.shown_numbers", "departments[1].name", "HOTLINE__SERVER__HOST"):
        assert words in said


def test_of_a_file_that_is_no_yaml_only_that_is_told(file: Path) -> None:
    edited(file, "city:", "city: [")
    said = faults(file, {"HOTLINE__NUMBERS__DIGITS": "{"})
    assert all("not YAML" in line or "config.yaml:" in line for line in said)
    assert not any("missing" in line for line in said)


@pytest.mark.parametrize("name", ["CARRIER__TIMEOUT", "PROMISES__SWEEP_EVERY"])
def test_what_cannot_take_no_time_is_refused(file: Path, name: str) -> None:
    said = faults(file, {f"HOTLINE__{name}": "0s"})
    assert len(said) == 1
    assert "more than nothing" in said[0]
