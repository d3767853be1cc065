"""What documents must be together, beyond the shape of each (contract, section 8: refused at load)."""
