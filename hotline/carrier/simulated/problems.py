"""What the carrier refuses, with its own codes: REST errors as JSON bodies, TwiML errors that end a call."""

from dataclasses import dataclass


@dataclass(eq=False)
class Refused(Exception):
    """A REST request turned down; the body names the code as the real one does."""

    status: int
    code: int
    message: str

    def body(self) -> dict[str, object]:
        more = f"https://www.twilio.com/docs/errors/{self.code}"
        return {"code": self.code, "message": self.message, "more_info": more, "status": self.status}


@dataclass(eq=False)
class BadTwiml(Exception):
    """A document that can't be fetched, read or run."""

    code: int
    url: str
    reason: str


def not_found(path: str) -> Refused:
    return Refused(404, 20404, f"The requested resource {path} was not found")
