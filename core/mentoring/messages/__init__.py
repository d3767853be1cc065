"""The outbox: one recipient each, kept with the institution that sends."""
