"""What coordinators are asked to do: set by what the timeline and others find, done with a click."""
