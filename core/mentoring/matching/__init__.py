"""The best mentorships of a whole cohort, with reasons: pure computation, no database, no clock.

In reading order: `cohort` and `plan` say who and what is asked; `criteria` score everyone at once, `score` gathers it;
`solve` finds (pairs exactly: `pairs`, `copies`, `assignment`, `ties`, and where rules cross `whole_numbers`; circles:
`pool`, `seats`, `circles`, `swaps`; both in one round: `wishes`); `check` looks at a result afresh; `explain` and
`why_not` say why, in the words of `words`.
"""
