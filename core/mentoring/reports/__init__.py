"""What is told about programmes in numbers: so far, the releases of equality monitoring."""
