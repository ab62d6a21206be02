"""What is left out of an answer: copies of what is shown, and what is not in a topic."""
