"""The worker: keeps every programme's year, in any number of processes; each thing is done once."""
