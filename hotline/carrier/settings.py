"""What the carrier's adapter must be told; wiring fills it from the configuration."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """How one language is spoken and heard: the carrier's own names."""

    say_voice: str
    say_language: str
    speech_language: str


DEFAULT_VOICES: Mapping[str, Voice] = {
    "zh-CN": Voice(say_voice="Polly.Zhiyu", say_language="cmn-CN", speech_language="cmn-Hans-CN"),
    "en": Voice(say_voice="Polly.Joanna", say_language="en-US", speech_language="en-US"),
    "yue": Voice(say_voice="Google.yue-HK-Standard-A", say_language="yue-HK", speech_language="yue-Hant-HK"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class CarrierSettings:
    """``api_base_url`` empty means Twilio itself. ``signing_tokens``: all that webhooks may be signed with (rotation,
    or a carrier that signs with another secret); empty means the auth token."""

    account_sid: str
    auth_token: str = field(repr=False)
    number: str = field(repr=False)
    public_url: str
    api_base_url: str = ""
    messaging_service_sid: str = ""
    signing_tokens: tuple[str, ...] = field(default=(), repr=False)
    timeout: float = 10.0
    connections: int = 8
    recording_limit: int = 64 * 1024 * 1024
    media_limit: int = 16 * 1024 * 1024
    media_hosts: tuple[str, ...] = ("twilio.com", "twiliocdn.com")  # where Twilio keeps what came with a text
    voices: Mapping[str, Voice] = field(default_factory=lambda: DEFAULT_VOICES)

    @property
    def tokens(self) -> tuple[str, ...]:
        return self.signing_tokens or (self.auth_token,)
