"""The humans an institution knows. No other institution sees them."""
