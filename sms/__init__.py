"""Texts as data: what an incoming text means, what an outgoing one says. Pure; imports nothing of ours."""
