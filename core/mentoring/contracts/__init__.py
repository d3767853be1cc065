"""The language of documents: strict reading, schemas, the closed dialect, conditions, durations, merge patch.

Nothing here knows what a scheme is; `mentoring.schemes` says what the twelve documents mean together.
"""
