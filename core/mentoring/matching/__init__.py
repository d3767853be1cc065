"""The best mentorships of a whole cohort, with reasons: pure computation, no database, no clock.

In reading order: `cohort` and `plan` say who and what is asked; `criteria` score everyone at once, `score` gathers it;
`solve` finds. Pairs exactly (`pairs`): one pathway by `exact` (a `sheet` of people, the `candidates` among all pairs by
a `ceiling` of what they are worth, a search in their `network`, `mending`, `order_of_places`), several at once by
`copies`, `assignment`, `ties`, and where rules cross by `whole_numbers`; `standing` takes one change to a solved round,
`proof` looks at a certificate afresh. Circles by `enumerated` where few are possible, else by `circles` (from a `pool`,
with `seats` and `leads`), `annealing` and `refine`, below proven `bounds`; both in one round by `wishes`. `check` looks
at a result afresh; `explain` and `why_not` say why, in the words of `words`.
"""
