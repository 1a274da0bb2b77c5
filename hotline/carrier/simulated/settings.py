"""What the simulated carrier is set up with; its clock comes in here so that tests can hold it still."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

API_VERSION = "2010-04-01"


def utc_now() -> datetime:
    # A process of its own that imports nothing of the hotline, so it has its own clock.
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    account_sid: str
    auth_token: str = field(repr=False)
    number: str
    voice_url: str
    sms_url: str
    voice_fallback_url: str = ""
    sms_fallback_url: str = ""
    status_url: str = ""
    """Told how an incoming call ended, as the number's status callback would be."""
    db: str = ":memory:"
    port: int = 0
    speech_text: bool = True
    time_scale: float = 1.0
    """Every delay is multiplied by it. At 0 there is none, and prompts wait for the script instead of the clock."""
    idle_limit: float = 600.0
    """Real seconds after which a call at which nobody does anything is hung up."""
    clock: Callable[[], datetime] = utc_now

    def account_path(self) -> str:
        return f"/{API_VERSION}/Accounts/{self.account_sid}"
