"""Where an app or a calendar shows the link of its feed, for those who pasted the address of a page."""

from urllib.parse import urlsplit

_OUTLOOK = "Outlook shows it in its settings under Shared calendars, as the ICS link of a published calendar"
_WHERE = {
    "trainingpeaks.com": "TrainingPeaks shows it to Premium members, in the account settings under Calendar",
    "finalsurge.com": "Final Surge shows it on the web, in your settings, as the iCal link of your calendar",
    "runna.com": "the Runna app shows it under Connected apps, as Connect calendar",
    "garmin.com": "Garmin Connect shows it on the web, at the calendar: publish it, and copy the link",
    "intervals.icu": "Intervals.icu shows it on the web, as the calendar link in your settings",
    "calendar.google.com": "Google Calendar shows it in the calendar's settings, as the secret address in iCal format",
    "icloud.com": "the Calendar app of a Mac or an iPhone shows it when you share the calendar as a public one",
    "outlook.com": _OUTLOOK,
    "outlook.live.com": _OUTLOOK,
    "outlook.office.com": _OUTLOOK,
    "strava.com": "Strava has no feed; name the calendar of whatever plans your runs",
}
_ANYWHERE = "your app shows it in its settings, as the link to subscribe to; it often ends in .ics"


def where_the_feed_is(url: str) -> str:
    """Return where the feed's link is found of the app or the calendar to which an address belongs."""
    host = urlsplit(url).hostname or ""
    known = (where for name, where in _WHERE.items() if host == name or host.endswith(f".{name}"))
    return next(known, _ANYWHERE)
