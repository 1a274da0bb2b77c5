"""The hotline itself: rules, use cases, shelves and doors around one city's tickets."""
