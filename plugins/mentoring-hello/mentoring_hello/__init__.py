"""Newcomers and guides: the smallest scheme. Its documents lie in ``scheme/``."""
