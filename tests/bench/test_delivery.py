"""make bench: due outbox rows a second, a worker process, against S (target 0.8)."""

from pathlib import Path

import pytest

from tests.bench.bench_delivery import measure
from tests.support.postgres import Postgres

pytestmark = [pytest.mark.bench, pytest.mark.timeout(300), pytest.mark.filterwarnings("default")]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_delivery(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = f"sqlite:///{tmp_path / 'bench.db'}"
    if database == "postgresql":
        server: Postgres = request.getfixturevalue("durable_postgres")
        url = server.url(server.create())
    least, whole = measure(url)
    print(f"\ndelivery on {database:<10}  S {least:6.0f}/s   ours {whole:6.0f}/s   {whole / least:.2f} of S (target 0.8)")
    assert whole > 0
