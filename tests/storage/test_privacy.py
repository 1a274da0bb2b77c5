"""Nothing personal lies readable in the database, and none of it leaks through an error."""

import logging
import re

import pytest
import sqlalchemy as sa

from hotline.domain.errors import Conflict
from hotline.domain.staff import Role, Staff
from hotline.storage import Database
from hotline.storage.tables import metadata
from tests.storage.samples import KEYS, NOW, RESIDENT, Samples

PHONE = "+8613800138000"
SECRETS = ("13800138000", "王小明", "柳树村七号", "井盖坏了很久", "已登记在册", "4711")


def fill(database: Database, make: Samples) -> None:
    """One row in every table that holds something of a person."""
    with database.writing() as store:
        reporter = make.reporter(phone=PHONE)
        store.reporters.add(reporter)
        person = Staff(id="s-1", name="王小明", phone=PHONE, role=Role.HEAD)
        store.city.add_staff(person)
        code = store.tickets.code_hash("26417301", "4711")
        ticket = make.ticket(reporter_id=reporter.id, place="柳树村七号", code_hash=code)
        store.tickets.add(ticket)
        store.entries.add(make.entry(ticket.id, words="井盖坏了很久"))
        store.inbound.add("i-1", "SM1", reporter.id, None, "井盖坏了很久", "Report", ticket.id, NOW)
        store.outbox.add(make.message(to=PHONE, values={"place": "柳树村七号"}, body="已登记在册"))
        store.questions.add(make.question(reporter_id=reporter.id, words="井盖坏了很久"))
        call = make.call(phone=PHONE, session={"heard": "井盖坏了很久"}, answer=["已登记在册"])
        store.calls.add(call)
        store.drafts.add(make.draft(call.id, known={"place": "柳树村七号"}))
        store.audit.append(f"ticket:{ticket.id}", "received", RESIDENT, {"category": "c01"}, "井盖坏了很久", NOW)


def everything(url: str) -> str:
    """All the database holds, as somebody sees it who took a copy; blobs as they would decode."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        seen = [
            value.decode("utf-8", "replace") + value.hex() if isinstance(value, bytes) else str(value)
            for table in metadata.sorted_tables
            for row in connection.execute(sa.select(sa.text("*")).select_from(sa.text(f'"{table.name}"')))
            for value in map(plain, row)
        ]
    engine.dispose()
    return "\n".join(seen)


def plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def _stands_in(secret: str, copy: str) -> bool:
    """As it is; four digits by themselves, for any long hash may hold them by chance."""
    return re.search(rf"(?<![0-9a-zA-Z]){re.escape(secret)}(?![0-9a-zA-Z])", copy) is not None


def test_a_copy_of_the_database_tells_nothing_of_a_person(migrated_url: str, database: Database, make: Samples) -> None:
    fill(database, make)
    copy = everything(migrated_url)
    assert "c01" in copy, "the copy was read"
    assert [secret for secret in SECRETS if _stands_in(secret, copy) or secret.encode().hex() in copy] == []


def test_every_hash_says_under_which_key_it_was_made(migrated_url: str, database: Database, make: Samples) -> None:
    fill(database, make)
    engine = sa.create_engine(migrated_url)
    with engine.connect() as connection:
        for table, column in (
            ("reporters", "phone_hash"),
            ("staff", "phone_hash"),
            ("tickets", "place_hash"),
            ("outbox", "to_hash"),
        ):
            found = connection.execute(sa.select(metadata.tables[table].c[column, "hash_key_id"])).all()
            assert [(len(row[0]), row[1]) for row in found] == [(64, KEYS.lookup_id)], table
    engine.dispose()


def test_errors_and_logs_hold_no_number(database: Database, make: Samples, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        fill(database, make)
        with pytest.raises(Conflict) as first, database.writing() as store:
            store.reporters.add(make.reporter(phone=PHONE))
        with pytest.raises(Conflict) as second, database.writing() as store:  # noqa: PT012 - the transaction is what raises
            store.calls.add(make.call(sid="CA1", phone=PHONE))
            store.flush()
            store.calls.add(make.call(sid="CA1", phone=PHONE))
    chain: list[BaseException | None] = [first.value, second.value, first.value.__cause__, second.value.__cause__]
    told = caplog.text + "".join(f"{error!r} {error}" for error in chain)
    assert [secret for secret in SECRETS if secret in told] == []
