"""Fills a database with conversations of realistic shape, fast, and leaves it as if they had
been held there: same schema, counters, numbers, events and read positions.
"""
