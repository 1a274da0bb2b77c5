"""What may happen and what follows from it; no I/O, time and ids come in as arguments."""
