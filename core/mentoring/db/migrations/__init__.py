"""Alembic's script folder: hand-written revisions with their tables, policies and grants."""
