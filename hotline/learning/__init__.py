"""`hotline learn`: a classifier from a city's closed tickets. Training needs requirements-learn.txt; reading needs nothing."""
