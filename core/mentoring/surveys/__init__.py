"""Questionnaires: who has been asked which, since when and until when."""
