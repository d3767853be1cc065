"""Schemes as data: found by entry point, laid over the core's defaults, checked, and asked.

`scheme` holds the typed values; `load` finds and checks them. No scheme is named in the core.
"""
