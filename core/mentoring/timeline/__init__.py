"""What is due and what follows from it: settling a programme, and where its people stand in its year."""
