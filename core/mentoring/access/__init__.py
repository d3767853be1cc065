"""Who may do what: the permission table, as data."""
