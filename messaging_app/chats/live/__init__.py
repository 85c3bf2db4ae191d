"""What open screens hear: one hub in each process reads the history and feeds the streams."""
