"""The tests; they read as a specification."""
