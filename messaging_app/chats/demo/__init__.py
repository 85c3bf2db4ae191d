"""People and conversations to look around with; nobody of them exists."""
