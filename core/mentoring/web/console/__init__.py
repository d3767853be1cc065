"""Coordinators' pages."""
