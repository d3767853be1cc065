"""The best mentorships of a whole cohort, with reasons: pure computation, no database, no clock.

`cohort` holds the people, `plan` what is asked, `solve` the search, `explain` the words.
"""
