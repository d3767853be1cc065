"""Institutions: who they are, their units and grades, and which schemes they run.

`file` reads one institution from its TOML file, `grades` maps its grades onto a scheme's ladder.
What an institution's people do is told in `people` and `participants`, never here.
"""
