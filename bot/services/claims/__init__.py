"""Claims: putting one together, sending it once, talking about it."""
