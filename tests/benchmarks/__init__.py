"""Benchmarks, run by ``python -m tests.benchmarks``: CPU time of a day, and how far it is from the bare solver.

Nothing here is a test and nothing asserts a time: figures depend on the machine, so ratios are taken in one call.
"""
