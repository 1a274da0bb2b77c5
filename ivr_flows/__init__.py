"""Calls as data: YAML flows, a pure engine that walks them, a checker and a picture. Imports nothing of ours."""
