"""Sign-in by e-mail link, sessions, and the roles people hold at their institution."""
