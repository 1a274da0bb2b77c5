"""Alembic's folder: how a database came to today's tables."""
