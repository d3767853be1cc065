"""Where a scheme's own code runs: a small process that forks once for each call, and never in the application.

`host` is the application's side, `zygote` the process that forks, `cell` what one fork does, `filters` and `limits`
what holds it, `wire` how values travel. What an answer means, and whether it may stand, is `schemes.ask`'s business.
"""
