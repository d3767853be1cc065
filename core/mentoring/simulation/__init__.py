"""A whole programme played by made-up people in seconds, by the same services as anyone, on a clock that is given."""
