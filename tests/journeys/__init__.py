"""Whole stories, through HTTP as a carrier does, with a clock that stands where the story wants it."""
