"""Asks the application's addresses as Twilio does: signed, 15 seconds, one more try where nobody listens."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

import urllib3

from hotline.carrier.simulated.signature import sign

CONNECT_SECONDS = 5
TOTAL_SECONDS = 15
MOST_REDIRECTS = 10
KEPT_OPEN = 16
MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What came back; `error` is the carrier's own error code where nothing usable did."""

    url: str
    status: int = 0
    content_type: str = ""
    body: bytes = b""
    error: int | None = None


class WebHooks:
    def __init__(self, token: str, *, timeout: float = TOTAL_SECONDS) -> None:
        self._token = token
        # Plain urllib3: no proxies or cookies from outside, and a third of the cost of a session above it.
        waits = urllib3.Timeout(connect=CONNECT_SECONDS, read=timeout)
        self._pool = urllib3.PoolManager(maxsize=KEPT_OPEN, timeout=waits)

    def ask(self, url: str, form: Mapping[str, str], *, method: str = "POST", voice: bool = True) -> Reply:
        if urlsplit(url).scheme not in ("http", "https"):
            return Reply(url=url, error=11100)
        for _ in range(MOST_REDIRECTS + 1):
            reply, location = self._once(url, form, method, voice)
            if location is None:
                return reply
            # As the real one: a redirect is followed without its parameters.
            url, form, method = urljoin(url, location), {}, "GET"
        return Reply(url=url, error=11215)

    def _once(self, url: str, form: Mapping[str, str], method: str, voice: bool) -> tuple[Reply, str | None]:
        if method == "GET" and form:
            url = f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(form)}"
            form = {}
        headers = {
            "X-Twilio-Signature": sign(self._token, url, form, voice=voice),
            "Accept": "*/*",
            "User-Agent": "TwilioProxy/1.1",
        }
        body = urlencode(form).encode() if method == "POST" else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        for last in (False, True):
            try:
                answer = self._pool.request(
                    method, url.partition("#")[0], body=body, headers=headers, redirect=False, retries=False
                )
            except urllib3.exceptions.ReadTimeoutError:
                return Reply(url=url, error=11205), None
            except (urllib3.exceptions.HTTPError, ValueError):
                if last:
                    return Reply(url=url, error=11200), None
                continue
            location = answer.headers.get("Location") if answer.status in MOVED else None
            bad = 11200 if answer.status >= 400 else None
            kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            return Reply(url=url, status=answer.status, content_type=kind, body=answer.data, error=bad), location
        return Reply(url=url, error=11200), None

    def close(self) -> None:
        self._pool.clear()
