"""Pages for everyone: the programme's page, registration, signing in."""
