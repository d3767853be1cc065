"""How fast and how good, side by side with others, in one run. The cohorts come from one seeded generator."""
