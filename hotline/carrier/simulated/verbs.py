"""The plain verbs: what is said and played, pauses, redirects, and the two ways to end a call."""

import xml.etree.ElementTree as ET

from hotline.carrier.simulated.call import Ended, Fetch
from hotline.carrier.simulated.run import Run
from hotline.carrier.simulated.sounds import spoken_seconds
from hotline.carrier.simulated.twiml import Document, method_of, spoken, target, whole

MOST_ROUNDS = 1000
UNPACED_ROUNDS = 3
SOUND_SECONDS = 3


def say(run: Run, verb: ET.Element, document: Document) -> Fetch | None:
    prompt(run, verb, document)
    return None


def prompt(run: Run, verb: ET.Element, document: Document, *, until_key: bool = False) -> bool:
    """Say, Play or Pause. True where a key or a word cut it short, which it can only inside a Gather."""
    if verb.tag == "Pause":
        return run.call.rest(whole(verb, "length", 1), until_key=until_key)
    endless = MOST_ROUNDS if run.call.pace else UNPACED_ROUNDS
    for _ in range(min(whole(verb, "loop", 1, least=0) or endless, endless)):
        seconds = _heard(run, verb, document)
        if run.call.rest(seconds, until_key=until_key):
            return True
    return False


def _heard(run: Run, verb: ET.Element, document: Document) -> float:
    if verb.tag == "Say":
        text = spoken(verb)
        if text:
            run.call.emit("say", text=text, language=verb.get("language", "en-US"), voice=verb.get("voice", ""))
        return spoken_seconds(text)
    if verb.get("digits"):
        run.call.emit("play", digits=verb.get("digits"))
        return 1
    url = target(document, spoken(verb))
    reply = run.hooks.ask(url, {}, method="GET")
    playable = reply.error is None and reply.content_type.startswith("audio/")
    if not playable:
        run.call.warnings.append(f"{reply.error or 12300}: Play")
    run.call.audio.append((reply.content_type, reply.body if playable else b""))
    run.call.emit("play", url=url, bytes=len(reply.body) if playable else 0, audio=len(run.call.audio) - 1 if playable else None)
    return SOUND_SECONDS


def redirect(_run: Run, verb: ET.Element, document: Document) -> Fetch | None:
    # An empty Redirect asks for the same document again.
    return Fetch(url=target(document, spoken(verb)), method=method_of(verb))


def hang_up(_run: Run, _verb: ET.Element, _document: Document) -> Fetch | None:
    raise Ended


def reject(run: Run, verb: ET.Element, _document: Document) -> Fetch | None:
    if run.call.status == "ringing":
        run.call.status = "busy" if verb.get("reason") == "busy" else "no-answer"
    raise Ended
