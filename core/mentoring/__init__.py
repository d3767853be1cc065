"""Mentoring schemes for many institutions: each scheme a plugin, matches with reasons, private by construction."""
