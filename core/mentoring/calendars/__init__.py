"""Dates as calendars read them (iCalendar, RFC 5545 and 5546): frozen entries in, bytes out. Pure."""
