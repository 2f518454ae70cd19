"""Tests of `runlift.calendars`."""
