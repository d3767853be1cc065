"""Equality monitoring: sealed answers that the application may write and never read."""
