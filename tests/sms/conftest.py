"""--update for the golden texts."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """--update rewrites the golden texts; read their diff before you keep them."""
    try:
        parser.addoption("--update", action="store_true", default=False, help="rewrite golden files")
    except ValueError:
        # Another folder's conftest has the same option already.
        return
