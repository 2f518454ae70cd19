"""Bytes to events and back: pure, one small module per oddity."""
