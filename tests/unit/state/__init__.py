"""Tests of `runlift.state`."""
