"""Slack's export: a zip archive with lists of people and rooms, and a file a day for each room."""
