"""The supervised set."""
