"""What must be passed before selection, matching, an offer, a meeting or completion."""
