"""Recordings: the words that stand for a sound, kept with how they came about, and told of when the file is ready."""

import math
from dataclasses import dataclass

from hotline.carrier.simulated.call import Call
from hotline.carrier.simulated.later import Later
from hotline.carrier.simulated.run import Run
from hotline.carrier.simulated.settings import Settings
from hotline.carrier.simulated.sounds import spoken_seconds
from hotline.carrier.simulated.store import Store, new_sid

FILE_READY_AFTER = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    sid: str
    url: str
    seconds: int
    form: dict[str, str]


class Recordings:
    def __init__(self, settings: Settings, store: Store, later: Later, base_url: str) -> None:
        self._settings, self._store, self._later = settings, store, later
        self.address = f"{base_url}{settings.account_path()}"

    def keep(self, call: Call, words: str, *, source: str, longest: int, least: int = 0, channels: int = 1) -> Kept:
        sid = new_sid("RE")
        # Silence is trimmed away, and what is left of it lasts no whole second.
        seconds = max(min(math.ceil(spoken_seconds(words)), longest), least)
        created = self._settings.clock().timestamp()
        self._store.write(
            "INSERT INTO recordings (sid, call_sid, words, seconds, created, source, channels) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (sid, call.sid, words, seconds, created, source, channels),
        )
        form = {
            "AccountSid": self._settings.account_sid,
            "CallSid": call.sid,
            "RecordingSid": sid,
            "RecordingUrl": f"{self.address}/Recordings/{sid}",
            "RecordingDuration": str(seconds),
            "RecordingChannels": str(channels),
            "RecordingSource": source,
        }
        return Kept(sid=sid, url=form["RecordingUrl"], seconds=seconds, form=form)

    def ready(self, run: Run, url: str, kept: Kept, *, method: str, events: str) -> None:
        """Told a little later, when the file can be fetched."""
        if url and "completed" in events.split():
            told = kept.form | {"RecordingStatus": "completed"}
            self._later.after(FILE_READY_AFTER, lambda: _tell(run, url, told, method))


def _tell(run: Run, url: str, form: dict[str, str], method: str) -> None:
    run.hooks.ask(url, form, method=method)
