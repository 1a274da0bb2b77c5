"""The papers say what the code does: every setting, every package, every pinned version."""

import re
from dataclasses import fields

from hotline.config import Config
from hotline.config.docs import as_markdown
from hotline.config.environment import key_paths, variable
from hotline.config.models import Promises
from hotline.domain.promises import Promises as DomainPromises
from tests.house import ROOT

REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")


def pins(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_the_page_of_settings_is_what_the_models_say() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert page == as_markdown(), "run: make docs-config"


def test_every_key_of_a_section_is_on_that_page() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert [variable(path) for path in key_paths(Config) if len(path) == 2 and f"`{variable(path)}`" not in page] == []


def test_every_key_of_a_section_says_what_it_is() -> None:
    silent = []
    for name, info in Config.model_fields.items():
        for key, field in getattr(info.annotation, "model_fields", {}).items():
            silent += [] if field.description else [f"{name}.{key}"]
    assert silent == []


def test_every_promise_of_the_rules_can_be_set() -> None:
    named_elsewhere = {"calls_quiet", "noon"}
    asked = {field.name for field in fields(DomainPromises)} - named_elsewhere
    assert asked - Promises.model_fields.keys() == set()


def test_every_promise_stands_in_the_sample() -> None:
    sample = (ROOT / "config.yaml").read_text(encoding="utf-8")
    assert [key for key in Promises.model_fields if not re.search(rf"^  {key}: ", sample, re.MULTILINE)] == []


def test_every_package_is_pinned_and_has_its_reason() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    for file in REQUIREMENTS:
        for line in pins(file):
            found = re.fullmatch(r"([A-Za-z0-9_-]+)(\[\w+\])?==[0-9][0-9.]*", line)
            assert found, f"{file}: {line} is not pinned"
            assert found[1].lower() in page, f"docs/dependencies.md does not say why {found[1]} is there"
