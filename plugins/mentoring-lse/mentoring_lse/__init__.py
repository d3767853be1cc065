"""1-to-1 mentoring and mentoring circles within one institution. The documents lie in ``scheme/``."""
