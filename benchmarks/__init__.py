"""Lookups beside their peers: ``make bench`` writes ``docs/benchmarks.md``."""
