"""``mentoring demo``: made-up people live through real programmes, by the same services as anyone."""
