"""The directory of people whom somebody may ask, and every request, with made-up people."""

from mentoring.web.views.parts import Button, Link, Person
from mentoring.web.views.requests import DirectoryPage, ListedPerson, RequestLine, RequestsPage

DIRECTORY = DirectoryPage(
    title="Find somebody to ask",
    sentence="Ligature Professional 2027. You can ask two people here. They say yes or no; a no needs no reason.",
    asked=(("Edith Colophon", "It has come to nothing. You can ask somebody else."),),
    topics=(
        Link("Everybody", "#all", current=True, count=2),
        Link("Budgets and finance", "#budgets", count=1),
        Link("Leading", "#lead", count=2),
    ),
    people=(
        ListedPerson(
            person=Person(name="Dinah Almanac", line="Head of Typography, Letterpress College", leads=True),
            lines=(("What you can offer", "Budgets and finance, leading people"), ("Where you meet", "Online")),
            ask=Button(label="Ask", about="Dinah Almanac", href="#dinah"),
        ),
        ListedPerson(
            person=Person(name="Tom Serif", line="University of Typography", leads=True),
            lines=(("What you can offer", "Leading people"),),
            ask=Button(label="Ask", about="Tom Serif", href="#tom"),
        ),
    ),
    promise="You see what people chose to show to those who look for a match, and nothing else.",
)

REQUESTS = RequestsPage(
    title="Requests",
    programme="Ligature Professional 2027",
    sentence="Two requests. One waits for your yes.",
    requests=(
        RequestLine(
            people=(Person(name="Amara Quarto"), Person(name="Dinah Almanac", leads=True)),
            when="14 January",
            mark="wait",
            word="Both have said yes",
            buttons=(
                Button(label="Let it begin", about="Amara Quarto with Dinah Almanac", href="#yes", kind="primary"),
                Button(label="Do not", about="Amara Quarto with Dinah Almanac", href="#no"),
            ),
        ),
        RequestLine(
            people=(Person(name="Fern Recto"), Person(name="Tom Serif", leads=True)),
            when="12 January",
            mark="done",
            word="It runs",
        ),
    ),
)
