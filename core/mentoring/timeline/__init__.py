"""When something is due in a programme, and settling what should be against what is."""
