"""Meetings of a mentorship, who was there, and members' own notes."""
