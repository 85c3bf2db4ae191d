"""The load tool: a process of its own that plays many people at once, and notes what it saw."""
