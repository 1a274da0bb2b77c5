"""What a command works with: the hotline's parts, open while it runs, and errors in one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from hotline.cli.context import Context, Failed
from hotline.clock import Clock
from hotline.domain.errors import Conflict, RuleError, Unavailable
from hotline.ids import Ids
from hotline.storage import is_current
from hotline.wiring import Hotline, build


@contextmanager
def opened(context: Context, *, clock: Clock | None = None, ids: Ids | None = None, migrated: bool = True) -> Iterator[Hotline]:
    """Closed again whatever happens; a database that is away or without its tables is said in one line."""
    hotline = build(context.config, clock=clock, ids=ids)
    try:
        if migrated and not is_current(context.config.database.url):
            raise Failed("the database has not today's tables: run `python -m hotline migrate` first")
        yield hotline
    except Unavailable as error:
        raise Failed(f"the {error.part} can't be reached: start it, or look at HOTLINE__DATABASE__URL") from error
    except Conflict as error:
        raise Failed("somebody changed the same row at this moment: run the command again") from error
    finally:
        hotline.sender.close()
        hotline.queue.close()
        hotline.database.dispose()


def local(context: Context, at: datetime | None) -> str:
    """A time as the city reads it."""
    return "-" if at is None else at.astimezone(ZoneInfo(context.config.city.timezone)).strftime("%Y-%m-%d %H:%M")


def read_time(context: Context, written: str) -> datetime:
    """2026-11-30T09:00, in the city's zone unless it names one."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise Failed(f"--now {written}: give a time like 2026-11-30T09:00") from None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(context.config.city.timezone))


def refused(error: RuleError, mends: dict[str, str]) -> Failed:
    """A rule's code with what mends it."""
    return Failed(mends.get(error.code, f"refused: {error.code}"))


def secrets_folder(context: Context) -> Path:
    return context.config.data_dir / "secrets"
