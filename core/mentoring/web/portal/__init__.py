"""Participants' pages."""
