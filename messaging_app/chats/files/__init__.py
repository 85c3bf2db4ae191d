"""What a file is, and what of it is kept: pure rules, told by its content, never by its name."""
