"""The real services tests run against: Redis, PostgreSQL, a browser."""
