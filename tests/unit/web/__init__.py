"""Tests of `runlift.web`."""
