"""Pairs and circles: their members, and what members may see of each other."""
