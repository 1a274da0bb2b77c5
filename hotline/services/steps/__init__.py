"""What several use cases share and what needs a Work: never a use case of its own."""
