"""A sample city with its life of the last days: every ticket walked through the real use cases, by a clock of its own."""
