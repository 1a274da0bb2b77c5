"""Sends texts, places calls and asks what was sent: the only way from here to the carrier's REST interface."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

from twilio.rest import Client

from hotline.carrier.faults import refusal, translated
from hotline.carrier.http import CarrierHttp
from hotline.carrier.settings import CarrierSettings
from hotline.domain.errors import CarrierError, Permanent, Uncertain

TWILIO = "https://api.twilio.com"
VERSION = "2010-04-01"
# What may stand in a path: other carriers' references are UUIDs.
_REFERENCE = re.compile(r"[A-Za-z0-9_-]{1,64}")
GONE = frozenset({404, 20404})
NOT_IN_PROGRESS = 21220
MOST_ASKED = 200
MOST_MOVES = 3
OK = 200
_CHUNK = 64 * 1024
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class SentText:
    """A text as the carrier keeps it. It shows no callback address, so its body is all it can be known by."""

    sid: str
    body: str = field(repr=False)
    status: str
    error: int | None
    created_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SentCall:
    sid: str
    status: str
    answered_by: str | None
    created_at: datetime | None


class Carrier:
    """Safe to share between threads. Every method raises ``CarrierError`` of one of its three kinds."""

    def __init__(self, settings: CarrierSettings) -> None:
        self._settings = settings
        self._base = (settings.api_base_url or TWILIO).rstrip("/")
        self._http = CarrierHttp(self._base, timeout=settings.timeout, connections=settings.connections)
        # An environment of its own: TWILIO_REGION and TWILIO_EDGE would bend the address.
        self._client = Client(settings.account_sid, settings.auth_token, http_client=self._http, environment={"NONE": ""})
        self._client.api.base_url = self._base
        account = self._client.api.v2010.account
        self._messages, self._calls, self._recordings = account.messages, account.calls, account.recordings

    def close(self) -> None:
        self._http.session.close()

    def send_text(self, to: str, body: str, status_callback: str) -> str:
        settings = self._settings
        service = settings.messaging_service_sid
        sender: dict[str, Any] = {"messaging_service_sid": service} if service else {"from_": settings.number}
        with translated():
            answer = self._messages.create(to=to, body=body, status_callback=status_callback, **sender)
        return _sid(answer.sid)

    def place_call(
        self, to: str, url: str, status_callback: str, timeout: int = 30, detect: str = "", machine_callback: str = ""
    ) -> str:
        """``timeout`` in seconds of ringing. ``detect``: Enable, DetectMessageEnd or nothing; with ``machine_callback`` the
        call goes on meanwhile and that address is told who answered, without it everybody waits in silence."""
        extra: dict[str, Any] = {"machine_detection": detect} if detect else {}
        if detect and machine_callback:
            extra |= {"async_amd": "true", "async_amd_status_callback": machine_callback}
        with translated():
            answer = self._calls.create(
                to=to, from_=self._settings.number, url=url, timeout=timeout, status_callback=status_callback, **extra
            )
        return _sid(answer.sid)

    def sent_texts(self, to: str, since: datetime) -> tuple[SentText, ...]:
        """Newest first. Not asked by date of sending: a queued text has none yet."""
        number = self._settings.number
        sender: dict[str, Any] = {} if self._settings.messaging_service_sid else {"from_": number}
        with translated():
            found = self._messages.list(to=to, limit=MOST_ASKED, page_size=MOST_ASKED, **sender)
            texts = tuple(
                SentText(
                    sid=_sid(m.sid),
                    body=m.body or "",
                    status=str(m.status or ""),
                    error=_number(m.error_code),
                    created_at=_utc(m.date_created),
                )
                for m in found
                if not str(m.direction or "").startswith("inbound")
            )
        return _since(texts, since, lambda text: text.created_at)

    def sent_calls(self, to: str, since: datetime) -> tuple[SentCall, ...]:
        with translated():
            found = self._calls.list(to=to, from_=self._settings.number, limit=MOST_ASKED, page_size=MOST_ASKED)
            calls = tuple(
                SentCall(
                    sid=_sid(c.sid),
                    status=str(c.status or ""),
                    answered_by=c.answered_by or None,
                    created_at=_utc(c.date_created),
                )
                for c in found
                if c.direction != "inbound"
            )
        return _since(calls, since, lambda call: call.created_at)

    def fetch_call(self, sid: str) -> SentCall | None:
        """How a call stands; None when the carrier knows no such call."""
        try:
            with translated():
                found = self._calls(_reference(sid)).fetch()
        except CarrierError as error:
            if error.code in GONE:
                return None
            raise
        return SentCall(
            sid=_sid(found.sid), status=str(found.status or ""), answered_by=found.answered_by or None,
            created_at=_utc(found.date_created),
        )

    def talks(self, sid: str) -> bool:
        """Is another line, rung by this call, up now?"""
        with translated():
            return bool(self._calls.list(parent_call_sid=_reference(sid), status="in-progress", limit=1, page_size=1))

    def end_call(self, sid: str) -> None:
        """Hangs up; a call that is over already is no fault."""
        with _unless(GONE | {NOT_IN_PROGRESS}), translated():
            self._calls(_reference(sid)).update(status="completed")

    def go_on(self, sid: str, url: str) -> None:
        """A live call goes on with the document of another address; one that is over already is no fault."""
        with _unless(GONE | {NOT_IN_PROGRESS}), translated():
            self._calls(_reference(sid)).update(url=url, method="POST")

    def delete_recording(self, sid: str) -> None:
        with _unless(GONE), translated():
            self._recordings(_reference(sid)).delete()

    def fetch_recording(self, sid: str) -> bytes:
        """The sound itself, from the configured host and no other, never more than the limit."""
        url = f"{self._base}/{VERSION}/Accounts/{self._settings.account_sid}/Recordings/{_reference(sid)}.wav"
        with translated():
            answer = self._get(url)
            moved = answer.headers.get("Location", "") if answer.is_redirect else ""
            if moved and _same_host(moved, self._base):
                answer.close()
                answer = self._get(moved)
            with answer:
                if answer.status_code != OK:
                    raise refusal(None, answer.status_code) if answer.status_code >= 400 else Permanent()
                return _within(answer.iter_content(_CHUNK), self._settings.recording_limit)

    def fetch_media(self, message: str, sid: str) -> bytes:
        """A file that came with a text: from the configured host by its two references, never by an address somebody sent.
        Where the carrier keeps it elsewhere, only hosts of its own are followed, over https and without our password."""
        account = f"{self._base}/{VERSION}/Accounts/{self._settings.account_sid}"
        url = f"{account}/Messages/{_reference(message)}/Media/{_reference(sid)}"
        with translated():
            answer = self._get(url)
            for _ in range(MOST_MOVES):
                moved = answer.headers.get("Location", "") if answer.is_redirect else ""
                if not moved:
                    break
                answer.close()
                moved = urljoin(url, moved)
                if _same_host(moved, self._base):
                    answer = self._get(moved)
                elif _of_the_carrier(moved, self._settings.media_hosts):
                    answer = self._get(moved, login=False)
                else:
                    raise Permanent
                url = moved
            with answer:
                if answer.status_code != OK:
                    raise refusal(None, answer.status_code) if answer.status_code >= 400 else Permanent()
                return _within(answer.iter_content(_CHUNK), self._settings.media_limit)

    def delete_media(self, message: str, sid: str) -> None:
        with _unless(GONE), translated():
            self._messages(_reference(message)).media(_reference(sid)).delete()

    def _get(self, url: str, *, login: bool = True) -> Any:
        known = (self._settings.account_sid, self._settings.auth_token) if login else None
        return self._http.session.get(url, auth=known, timeout=self._settings.timeout, stream=True, allow_redirects=False)


class TooLarge(Permanent):
    """A recording or a file over the limit."""


@contextmanager
def _unless(codes: frozenset[int]) -> Iterator[None]:
    """What was to be done is done already."""
    try:
        yield
    except CarrierError as error:
        if error.code not in codes:
            raise


def _sid(sid: object) -> str:
    """A yes without a reference can't be told from a lost one."""
    if not isinstance(sid, str) or not _REFERENCE.fullmatch(sid):
        raise Uncertain
    return sid


def _reference(sid: str) -> str:
    if not _REFERENCE.fullmatch(sid):
        raise Permanent
    return sid


def _number(code: object) -> int | None:
    return int(code) if isinstance(code, int | str) and str(code).isdecimal() else None


def _utc(at: datetime | None) -> datetime | None:
    """Some carriers write dates the client can't read: it then hands on their text."""
    if not isinstance(at, datetime):
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _since(things: tuple[T, ...], since: datetime, made: Callable[[T], datetime | None]) -> tuple[T, ...]:
    """A thing without a date is kept: it may be the one."""
    return tuple(thing for thing in things if (at := made(thing)) is None or at >= since)


def _same_host(address: str, base: str) -> bool:
    """May our password go there? The same host, and never from https down to http."""
    there, here = urlsplit(address), urlsplit(base)
    if there.scheme not in ("https", here.scheme):
        return False
    return there.hostname == here.hostname and (there.port == here.port or there.scheme != here.scheme)


def _of_the_carrier(address: str, hosts: Iterable[str]) -> bool:
    """One of the carrier's own hosts, or below one; over https, at the usual door."""
    there = urlsplit(address)
    host = (there.hostname or "").lower()
    named = any(host == known or host.endswith(f".{known}") for known in hosts)
    return there.scheme == "https" and named and there.port in (None, 443) and there.username is None


def _within(chunks: Iterable[bytes], limit: int) -> bytes:
    kept = bytearray()
    for chunk in chunks:
        kept += chunk
        if len(kept) > limit:
            raise TooLarge
    return bytes(kept)
