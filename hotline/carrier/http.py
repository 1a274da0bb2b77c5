"""The HTTP client under the twilio SDK, because the SDK's own is not fit for several threads.

Its ``request`` keeps the answer on the object and reads it back from there: two threads on one client can get each
other's answers, and a message another's reference. It also reads proxies and certificates from the environment on
every request, has no timeout, and drops the headers of a refusal. Connections are kept and shared here as there.
"""

import logging
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from twilio.http import HttpClient
from twilio.http.response import Response

from hotline.carrier.faults import busy

logger = logging.getLogger("twilio.http_client")
# It writes query strings at INFO, and those hold phone numbers.
logger.setLevel(logging.WARNING)


class CarrierHttp(HttpClient):
    """One pooled session, no retries: whether something is tried again is decided by the outbox row alone."""

    def __init__(self, base_url: str, *, timeout: float, connections: int) -> None:
        super().__init__(logger, False, timeout)
        self.session = new_session(base_url, connections)

    def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        answer = self.session.request(
            method.upper(),
            uri,
            params=_text(params),
            data=data,
            headers=headers,
            auth=auth,
            timeout=timeout or self.timeout,
            allow_redirects=allow_redirects,
        )
        if answer.status_code == requests.codes.too_many_requests:
            raise busy(answer.text, retry_after(answer.headers.get("Retry-After")))
        return Response(answer.status_code, answer.text, answer.headers)


def new_session(base_url: str, connections: int) -> requests.Session:
    """Proxies and certificates of the environment hold, but are read once."""
    session = requests.Session()
    found = session.merge_environment_settings(base_url, {}, None, None, None)
    session.proxies, session.verify = dict(found["proxies"]), found["verify"]
    session.trust_env = False
    adapter = HTTPAdapter(pool_connections=2, pool_maxsize=connections, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def retry_after(written: str | None, now: float | None = None) -> float | None:
    """Seconds, or a date as HTTP writes it (measured against ``now``); None where it is neither."""
    if not written:
        return None
    if written.strip().isdecimal():
        return float(written)
    if now is None:
        return None
    try:
        return max(0.0, parsedate_to_datetime(written).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def _text(params: dict[str, object] | None) -> dict[str, Any] | None:
    return dict(params) if params else None
