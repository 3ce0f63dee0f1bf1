"""Registers as showrooms keep them, each written by a generator together with the rows that it must give."""
