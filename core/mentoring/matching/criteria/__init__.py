"""The criteria of the contract's section 6, each over a whole block of people at once, in integers.

`sides` says what a rule is given and answers, `rules` which function answers for which word.
"""
