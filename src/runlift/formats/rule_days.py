"""Whether a recurrence rule has days at all: the 30th of February has none.

The answer is on the safe side: it is yes only for the kinds of rules that programs and people write.
"""

from datetime import date

from icalendar.prop import vRecur

_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def surely_meets_a_day(recur: vRecur, start: date) -> bool:
    """Tell whether the rule has days without end; False says no more than that it may have none.

    Args:
        recur: the rule, its numbers within the bounds of RFC 5545, 3.3.10.
        start: the day from which it counts.
    """
    if "BYYEARDAY" in recur or "BYWEEKNO" in recur:
        return _counts_through_the_year(recur)
    ordinals = [abs(weekday.relative) for weekday in recur.get("BYDAY", []) if weekday.relative]
    days = _numbers(recur, "BYMONTHDAY")
    # Each weekday falls on each day of each month, sooner or later; the second Monday never falls on the 20th.
    if max(ordinals, default=0) > 5 or (ordinals and days):
        return False
    return _months_have_the_day(recur, start) and _positions_exist(recur) and _steps_meet_filters(recur)


def _counts_through_the_year(recur: vRecur) -> bool:
    every_year = (
        max(_numbers(recur, "BYYEARDAY"), default=0) <= 365 and max(_numbers(recur, "BYWEEKNO"), default=0) <= 52
    )
    others = {"BYMONTH", "BYMONTHDAY", "BYSETPOS"}.intersection(recur)
    return (
        recur["FREQ"] == ["YEARLY"] and every_year and not others and len({"BYYEARDAY", "BYWEEKNO"} - set(recur)) == 1
    )


def _months_have_the_day(recur: vRecur, start: date) -> bool:
    if not any(part in recur for part in ("BYDAY", "BYMONTHDAY")):
        days = [start.day]
    else:
        days = _numbers(recur, "BYMONTHDAY") or [1]
    longest = max(_LONGEST_MONTH[month - 1] for month in _numbers(recur, "BYMONTH") or [1])
    if longest == 29 and _every(recur) > 1:
        # Every second or every hundredth year may miss all the leap years.
        longest = 28
    return min(days) <= longest


def _positions_exist(recur: vRecur) -> bool:
    if min(_numbers(recur, "BYSETPOS"), default=1) == 1:
        return True
    # A month has four of each weekday.
    plain_weekdays = "BYDAY" in recur and "BYMONTHDAY" not in recur and not any(day.relative for day in recur["BYDAY"])
    return plain_weekdays and min(_numbers(recur, "BYSETPOS")) <= 4 and recur["FREQ"] in (["MONTHLY"], ["YEARLY"])


def _steps_meet_filters(recur: vRecur) -> bool:
    # Every seventh day from a Tuesday on is never a Monday.
    filters = {"BYMONTH", "BYMONTHDAY", "BYDAY"}.intersection(recur)
    match recur["FREQ"]:
        case ["DAILY"]:
            return _every(recur) == 1 or not filters or (filters == {"BYDAY"} and _every(recur) % 7 != 0)
        case ["MONTHLY"]:
            return _every(recur) == 1 or "BYMONTH" not in filters
        case _:
            return True


def _every(recur: vRecur) -> int:
    return int(recur.get("INTERVAL", [1])[0])


def _numbers(recur: vRecur, part: str) -> list[int]:
    return [abs(number) for number in recur.get(part, [])]
