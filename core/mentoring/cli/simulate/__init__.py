"""``mentoring simulate``: a whole programme played in seconds, told, checked and drawn."""
