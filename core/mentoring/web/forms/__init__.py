"""Forms drawn from a scheme's JSON Schema, and what people post read back against it."""
