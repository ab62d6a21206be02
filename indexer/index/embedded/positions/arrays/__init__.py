"""What is done with many numbers at once: one protocol, with numpy and in plain Python."""
