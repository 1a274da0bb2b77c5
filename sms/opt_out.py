"""The words a carrier answers by itself, so that we do not answer a second time."""

# Twilio's default English words; the whole message must be the one word, in any case.
CARRIER_WORDS = frozenset({
    "stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "start", "yes", "unstop", "help", "info",
})


def carrier_word(body: str) -> bool:
    """True when the carrier has answered this text before it reached us."""
    return body.strip().lower() in CARRIER_WORDS
