"""The command line: one module a command, put together in `main`. Decides nothing; reads, calls and shows."""
