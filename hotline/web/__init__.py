"""The doors on HTTP."""
