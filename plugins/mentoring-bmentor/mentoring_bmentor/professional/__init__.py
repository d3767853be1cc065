"""B-MEntor Professional: for staff of professional services. Its documents lie in ``scheme/``."""
