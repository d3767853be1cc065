"""What a person may know and have of their own data, over all domains: so far, who has looked."""
