"""What a running installation must hold; `chats/validate.py` tries it, a line for each check."""
