"""Bringing in what was said in other systems: a folder for each, on top of chats' importing."""
