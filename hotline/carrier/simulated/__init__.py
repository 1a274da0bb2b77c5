"""A carrier on loopback: answers Twilio's REST calls, runs TwiML, posts signed webhooks, lets simulated phones act."""

from hotline.carrier.simulated.carrier import SimulatedCarrier
from hotline.carrier.simulated.settings import Settings

__all__ = ["Settings", "SimulatedCarrier"]
