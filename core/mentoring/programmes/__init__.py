"""Programmes: one run of a scheme, its host and partners, its dates and its overlay.

`file` reads a programme from its TOML file, `dates` works out when everything is. What happens at
those dates is told in `timeline`; who takes part in `participants`.
"""
