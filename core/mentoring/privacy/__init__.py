"""What a person may know, have and take away of their own data, over all domains; and who has looked."""
