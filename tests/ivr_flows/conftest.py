"""What the flow tests share: the flows themselves, and --update for the golden calls."""

import pytest

from ivr_flows.load import load_flows
from ivr_flows.model import Flow


def pytest_addoption(parser: pytest.Parser) -> None:
    """--update rewrites the golden calls; read their diff before you keep them."""
    try:
        parser.addoption("--update", action="store_true", default=False, help="rewrite golden files")
    except ValueError:
        # A conftest further up has the same option already.
        return


@pytest.fixture(scope="session")
def flows() -> dict[str, Flow]:
    """The hotline's own flows."""
    return load_flows()
