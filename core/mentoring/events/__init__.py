"""Events of a programme: their sessions, who is invited, replies and places, and who was there."""
