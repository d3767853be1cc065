"""Who did what to whom: ids and names of fields, never values."""
