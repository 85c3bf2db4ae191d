"""What people would otherwise run, set up to do the same work on the same PostgreSQL."""
