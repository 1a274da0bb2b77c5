"""Whole stories through the real doors: what people text, key and say, and what they get back."""
