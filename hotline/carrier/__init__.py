"""The carrier's side: sends through the twilio client, reads its webhooks, writes TwiML."""
