"""The page in a real browser; `scripts/test-web` runs these, and nothing else does."""
