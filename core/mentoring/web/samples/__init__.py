"""Pages with made-up people: shown at `/components` in development, looked at by the accessibility tests."""
