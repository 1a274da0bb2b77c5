"""The use cases, one a file: load, ask the rule, hand the change to Work."""
