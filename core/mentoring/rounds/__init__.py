"""Matching runs: proposals, private to the host until they are published."""
