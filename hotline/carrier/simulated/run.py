"""Runs the documents of one call, one after another: fetches, falls back once, apologises and cuts where all fails."""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping

from hotline.carrier.simulated.call import Call, Ended, Fetch, Redirected
from hotline.carrier.simulated.opt_out import TEXTS
from hotline.carrier.simulated.problems import BadTwiml
from hotline.carrier.simulated.settings import API_VERSION
from hotline.carrier.simulated.twiml import Document, parse, read, true
from hotline.carrier.simulated.webhook import WebHooks

MOST_DOCUMENTS = 300
_PLACES = ("City", "State", "Zip", "Country")
# Verbs that leave an incoming call unanswered as long as nothing else came before.
_UNANSWERED = frozenset({"Reject", "Pause", "Redirect"})

Verb = Callable[["Run", ET.Element, Document], Fetch | None]


class Run:
    def __init__(
        self,
        call: Call,
        hooks: WebHooks,
        account_sid: str,
        verbs: Mapping[str, Verb],
        on_answer: Callable[[Call], None],
        more: Callable[[], Mapping[str, str]] | None = None,
    ) -> None:
        self.call = call
        self.hooks = hooks
        self._account_sid = account_sid
        self._verbs = verbs
        self._on_answer = on_answer
        self._more = more

    def within(self, verbs: Mapping[str, Verb], more: Callable[[], Mapping[str, str]]) -> "Run":
        """The same call inside another verb, which allows fewer verbs and tells more with every request."""
        return Run(self.call, self.hooks, self._account_sid, verbs, self._on_answer, more)

    def form(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """The parameters every voice request carries."""
        call = self.call
        form = {
            "AccountSid": self._account_sid,
            "ApiVersion": API_VERSION,
            "CallSid": call.sid,
            "CallStatus": call.status,
        }
        form |= {
            "Direction": call.direction,
            "From": call.sender,
            "Caller": call.sender,
            "To": call.recipient,
            "Called": call.recipient,
        }
        form |= {side + place: "" for side in ("From", "Caller", "To", "Called") for place in _PLACES}
        if call.parent:
            form["ParentCallSid"] = call.parent
        if call.answered_by:
            form["AnsweredBy"] = call.answered_by
        if self._more is not None:
            form |= self._more()
        return form | dict(extra or {})

    def go(self, start: Fetch) -> bool:
        """Until nothing is left to do or somebody hangs up; never raises for what a document says. False: it failed."""
        upcoming: Fetch | None = start
        try:
            for _ in range(MOST_DOCUMENTS):
                if upcoming is None:
                    return True
                upcoming = self._next(upcoming)
        except BadTwiml as problem:
            self._apologise(problem)
        else:
            self._apologise(BadTwiml(11215, start.url, "too many documents"))
        return False

    def one(self, fetch: Fetch) -> Fetch | None:
        """One document of another verb's own; what is wrong with it is that verb's to judge."""
        document = self._open(fetch)
        # Somebody may have hung up, or come for the caller, while it was fetched.
        self.call.rest(0)
        return self._play(document)

    def _next(self, fetch: Fetch) -> Fetch | None:
        try:
            return self._play(self._open(fetch))
        except Redirected as redirected:
            return redirected.fetch
        except BadTwiml as problem:
            return self._second_best(fetch, problem)

    def tell(self, url: str, extra: Mapping[str, str], *, method: str = "POST") -> None:
        """Tells the application something; what it answers is not run."""
        self.hooks.ask(url, self.form(extra), method=method)

    def _second_best(self, failed: Fetch, problem: BadTwiml) -> Fetch:
        if not self.call.fallback or failed.fallback:
            raise problem
        self.call.warnings.append(f"{problem.code}: {problem.reason}")
        told = {"ErrorCode": str(problem.code), "ErrorUrl": problem.url}
        return Fetch(url=self.call.fallback, form=failed.form | told, fallback=True)

    def _open(self, fetch: Fetch) -> Document:
        if fetch.inline is not None:
            document = parse(fetch.inline.encode("utf-8", "replace"), "")
        else:
            document = read(self.hooks.ask(fetch.url, self.form(fetch.form), method=fetch.method))
        self.call.warnings.extend(document.warnings)
        return document

    def _play(self, document: Document) -> Fetch | None:
        for verb in document.verbs:
            if verb.tag not in _UNANSWERED and not true(verb, "answerOnBridge", default=False):
                self.answer()
            if verb.tag not in self._verbs:
                raise BadTwiml(12200, document.url, f"{verb.tag} is not allowed here")
            following = self._verbs[verb.tag](self, verb, document)
            if following is not None:
                return following
        self.answer()
        return None

    def answer(self) -> None:
        if self.call.status == "ringing":
            self._on_answer(self.call)

    def _apologise(self, problem: BadTwiml) -> None:
        self.call.warnings.append(f"{problem.code}: {problem.reason}")
        self.answer()
        self.call.emit("say", text=TEXTS["error"], language=TEXTS["language"], error=problem.code)
        try:
            self.call.rest(2)
        except (Ended, Redirected):
            return
