"""The kit for authors of schemes: synthetic people drawn from a scheme's own documents."""
