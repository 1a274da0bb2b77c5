"""The carrier's refusals and the network's faults, as the three things they mean for a message."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import ConnectTimeout, InvalidURL, ProxyError, RequestException, SSLError
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from urllib3.exceptions import MaxRetryError, NewConnectionError

from hotline.domain.delivery import Next, classify
from hotline.domain.errors import CarrierError, Permanent, Temporary, Uncertain

TOO_MANY = 20429
_LATER = (Next.LATER, Next.FEW, Next.TOMORROW)


def refusal(code: int | None, status: int) -> CarrierError:
    """An answer that was not a yes."""
    number = code or status
    advice = classify(code, status)
    if advice is Next.UNCERTAIN:
        return Uncertain(number)
    return Temporary(number) if advice in _LATER else Permanent(number)


def busy(body: str, retry_after: float | None) -> Temporary:
    """429: surely not done."""
    try:
        code = json.loads(body).get("code")
    except (ValueError, AttributeError):
        code = None
    return Temporary(code if isinstance(code, int) else TOO_MANY, retry_after)


def network_fault(error: RequestException) -> CarrierError:
    """Nothing was sent if there never was a connection; in every other case nobody knows."""
    if isinstance(error, ConnectTimeout | ProxyError):
        return Temporary()
    if isinstance(error, InvalidURL):
        return Permanent()
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    if isinstance(error, NoConnection) and isinstance(reason, NewConnectionError):
        return Temporary()
    if isinstance(error, SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(reason):
        return Temporary()
    return Uncertain()


@contextmanager
def translated() -> Iterator[None]:
    """Everything the client may throw becomes one of ours, with a code and without the request in its text."""
    try:
        yield
    except (TwilioRestException, TwilioServiceException) as error:
        code = error.code if isinstance(error.code, int) else None
        raise refusal(code, error.status) from None
    except RequestException as error:
        raise network_fault(error) from None
    except (TwilioException, ValueError, LookupError, TypeError, AttributeError) as error:
        # A yes that can't be read: it may have been done. The class is told, the text may hold what was sent.
        raise Uncertain from UnreadableAnswerError(type(error).__name__)


class UnreadableAnswerError(Exception):
    """The answer had a shape nobody expected; names the class of the fault only."""
