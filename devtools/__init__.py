"""The parts of ./dev: one file for one thing, Python's standard library only."""
