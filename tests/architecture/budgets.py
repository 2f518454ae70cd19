"""The numbers that the code has to keep; raising one is a line that shows in a change."""

FILE_LINES_MAX = 400
FILE_LINES_MEDIAN = 130
FUNCTION_LINES_MAX = 50
FUNCTION_LINES_P90 = 25

# Comments that silence a tool, by file; each stands with its reason beside it.
SILENCERS: dict[str, dict[str, int]] = {
    "noqa": {
        "src/runlift/app/commands.py": 1,  # the runner's own command is run
        "src/runlift/app/daemon_hands.py": 1,  # no crash of a sync ends the daemon
        "src/runlift/calendars/passwords.py": 1,  # the runner's own command is run
        "src/runlift/calendars/registry.py": 1,  # an adapter that is known by name only
        "src/runlift/cli/main.py": 1,  # no traceback reaches a runner
        "src/runlift/cli/options.py": 2,  # commands with options of their own
        "tests/unit/test_planner_stories.py": 1,  # a builder that hands on what a situation takes
    },
    "type: ignore": {
        "src/runlift/formats/series.py": 1,  # recurring-ical-events has no types
        "tests/property/test_ics_reading.py": 1,  # as above
    },
    "pragma: no cover": {},
}

# Where the clock is read.
CLOCK_READERS = {"runlift.app.wiring"}
