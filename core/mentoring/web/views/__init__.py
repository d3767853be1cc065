"""What each page shows, as frozen plain values: handlers fill them, templates draw them."""
