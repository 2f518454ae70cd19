"""What `runlift init` tells before it asks."""

WAYS = """\
Three ways to put strength sessions around your runs, by what they cost:

  a feed   Two minutes, no sign-in. runlift reads the link of your running app or
           calendar, and writes a file that your calendar subscribes to. It is
           there to look at; Google shows changes up to a day late.
  caldav   A password: iCloud, Fastmail, Nextcloud and others. Sessions stand in
           a calendar of your own: what you move stays moved, what you delete
           stays deleted.
  google   A quarter of an hour, once: you register an app of your own at
           Google, click by click. Then as with caldav.

You can mix them, and change your mind later. Nothing is written before you have
seen the plan.
"""

CALDAV = """\
The address of the server, by who runs it:
  iCloud      https://caldav.icloud.com/
              with an app password, made at account.apple.com
  Fastmail    https://caldav.fastmail.com/
              with an app password, made in the settings under Privacy & Security
  Nextcloud   https://SERVER/remote.php/dav/
              with an app password, made in the settings under Security
"""

SECRETS = """\
The password stays out of the config. Name the environment variable that holds
it, or a command that prints it, such as "pass show caldav"; "keyring" stands for
the keyring of this machine (it takes runlift[keyring])."""

GOOGLE = """\
Google lets a program in only as an app that somebody has registered; you register
one for yourself, once, at https://console.cloud.google.com/
  1. Make a project; its name is yours to choose.
  2. APIs & Services, Library: search for "Google Calendar API", and enable it.
  3. Google Auth Platform, Get started: a name, your address, audience External.
  4. Google Auth Platform, Audience, Publish app: it must say "In production";
     while it says "Testing", Google ends every sign-in after 7 days.
  5. Google Auth Platform, Clients, Create client, type Desktop app: download its
     JSON file to here, as client.json.
"""
