"""What is kept on the runner's own disk."""
