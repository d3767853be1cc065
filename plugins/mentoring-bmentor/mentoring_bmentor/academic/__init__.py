"""B-MEntor for academics: from post-doctoral researchers to lecturers. Its documents lie in ``scheme/``."""
