"""What stands commented out in a new config: tables that `runlift init` asks nothing about."""

TRAVEL = (
    "# Days that you spend in another zone.",
    "# [[travel]]",
    "# from = 2026-12-20",
    "# to = 2027-01-03",
    '# timezone = "America/New_York"',
)

MORE_CALENDARS = """\
# More calendars, in the same way. One that only says when you have no time:
# [[source]]
# type = "ics"
# url = "https://example.com/work.ics"
# role = "busy"
#
# A calendar on a CalDAV server: iCloud, Fastmail, Nextcloud, Radicale and many others.
# [[source]]
# type = "caldav"
# url = "https://caldav.example.com/"   # the server, your account, or the calendar itself
# calendar = "training"                 # its address or id
# username = "jo@example.com"
# password_command = "pass show caldav" # prints the password; or password_env; left out: the keyring
# role = "both"
#
# A calendar at Google; `runlift auth google` signs in.
# [[target]]
# type = "google"
# calendar = "own"                      # one that runlift makes, and touches no other; or the id of one that you have
# color = "intensity"                   # heavy, moderate and light in their own colours, or one of Google's: "peacock"
"""

SERVICE_ACCOUNT = (
    '# service_account_file = "sa.json" # the key of a service account in its place, where nobody can sign in'
)

MORE_TABLES = """\
# The feed and its page, served by `runlift serve`; docs/feed.md says how to reach them from elsewhere.
# [feed]
# bind = "127.0.0.1:8765"               # this machine only; "192.168.1.5:8765" or "0.0.0.0:8765" for your home network
# address = "https://lift.example.com"  # where a web server with TLS in front of it is reached
# token_env = "RUNLIFT_FEED_TOKEN"      # the environment variable that holds the secret part of the address; left out:
#                                       # one is made once and kept in the state folder

# How `runlift daemon` goes about it; docs/daemon.md says how to have it run for you.
# [daemon]
# every = "15m"                         # how often to sync: a number and s, m, h or d
# health = "127.0.0.1:8766"             # where this machine can ask how it is; "" for nowhere

# What the daemon tells without being asked: a calendar that has failed for a day and when it is well again, a guard
# that stopped a sync, a config that cannot be used, a session close ahead that changed. Each is told once.
# [notify]
# command = "mail -s runlift jo@example.com"  # gets the message on its standard input; no shell reads it
"""
