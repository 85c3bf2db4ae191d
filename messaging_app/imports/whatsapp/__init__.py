"""WhatsApp's export of a chat: a text for people to read, alone or packed with its media."""
