"""What is left out of an answer, and told: copies of what is shown."""
