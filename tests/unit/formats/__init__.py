"""Tests of `runlift.formats`."""
