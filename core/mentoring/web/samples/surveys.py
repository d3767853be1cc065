"""Made-up surveys and agreements: a participant's pages, and a coordinator's."""

from mentoring.web.forms.field import Field, Option
from mentoring.web.views.charts import BarTable, bar_rows
from mentoring.web.views.parts import Banner, Button, Link, Problem, Step
from mentoring.web.views.surveys import (
    AgreementPage,
    Answered,
    CertificatePage,
    Missing,
    Said,
    SignatureLine,
    SurveyLine,
    SurveyPage,
    SurveyResultsPage,
    SurveysPage,
    Words,
)

_GOING = Field(
    name="going",
    kind="radio",
    label="How is it going?",
    beside=True,
    problem="Answer “How is it going?”",
    options=(Option(value="well", label="Well"), Option(value="unsure", label="I am not sure")),
)

SURVEY = SurveyPage(
    title="Half of the year",
    sentence="Ligature Professional 2027. Open until the end of Thursday 2 September.",
    problems=(Problem("going-1", "Answer “How is it going?”"),),
    readers=("The coordinators of Ligature and Arts read your answers, with your name.",),
    steps=(Step(title="How you meet", state="done", href="#1"), Step(title="How it goes", state="now")),
    text="How it goes",
    action="#survey",
    fields=(_GOING, Field(name="help", kind="long", label="Is there something we could do?", required=False)),
    button="Send my answers",
    later="Save and come back later",
    saved="What you type is kept when you save; nobody reads it before you send it.",
    leave=Link("Back to my page", "#mine"),
)

SURVEY_CLOSED = SurveyPage(
    title="What we hope for",
    banner=Banner(kind="done", title="Your answers are sent", text="You can change them until Friday 3 September."),
    sentence="This is closed, and your answers are kept as you sent them.",
    readers=("You and Dinah read these answers, with names; no coordinator does.",),
    answers_title="Your answers",
    answers=(("What do you hope for?", "To be heard"), ("How often?", "4")),
    others=(Said(name="Dinah Almanac", answers=(("What do you hope for?", "To listen"), ("How often?", "3"))),),
    leave=Link("Back to my page", "#mine"),
)

AGREEMENT = AgreementPage(
    title="How we will work together",
    banner=Banner(
        kind="wait",
        title="This has changed since you signed",
        text="Dinah Almanac has changed it. Read it again; if you agree, sign it anew.",
    ),
    sentence="You and Dinah. Each of you signs the same words.",
    text="We meet at least six times within a year. What we say stays between us, unless someone is at risk.",
    action="#sign",
    hidden=(("version", "2"),),
    fields=(Field(name="place", kind="text", label="Where will you meet?", value="Online"),),
    button="Sign this, or what I changed",
    signatures_title="Who has signed",
    signatures=(
        SignatureLine(name="Amara Quarto", mark="open", word="Has not signed yet"),
        SignatureLine(name="Dinah Almanac", mark="done", word="Signed on Thursday 14 January, 10:00"),
    ),
    promise="Coordinators see who has signed, and when; not what you wrote.",
    leave=Link("Back to my match", "#match"),
)

CERTIFICATE = CertificatePage(
    title="Certificate of completion",
    over="Ligature Professional 2027",
    name="Amara Quarto",
    lines=("took part as mentee from 12 February 2027 to 11 February 2028.", "Seven meetings were held.", "Ligature."),
    leave=Link("Back to my match", "#match"),
)

SURVEYS = SurveysPage(
    title="Surveys",
    programme="Ligature Professional 2027",
    sentence="One survey waits for answers.",
    lines=(
        SurveyLine(
            title="Before you begin",
            href="#baseline",
            when="Asked since Monday 15 February",
            answered="70 of 74",
            readers="Read by the coordinators of the host and of each person's institution.",
            mark="done",
            word="Closed",
        ),
        SurveyLine(
            title="Half of the year",
            href="#half",
            when="Asked since Thursday 12 August",
            answered="31 of 74",
            readers="Nobody reads answers with names.",
            mark="wait",
            word="Waits for answers",
        ),
        SurveyLine(
            title="Looking back", href="#back", when="Not asked yet", answered="",
            readers="Read by the host's coordinators.", mark="open", word="To come",
        ),
    ),
)  # fmt: skip

RESULTS = SurveyResultsPage(
    title="Before you begin",
    programme="Ligature Professional 2027",
    sentence="2 of 3 have answered (66 per cent).",
    readers="Read by the coordinators of the host and of each person's institution.",
    actions=(Button(label="Download as CSV", href="#export", post=True),),
    tables=(
        BarTable(
            id="confidence",
            title="How sure are you of your next step at work?",
            text="2 people answered. Average 2.5.",
            heads=("Answer", "People"),
            rows=bar_rows((("1", 0, ""), ("2", 1, ""), ("3", 1, ""), ("4", 0, ""), ("5", 0, ""))),
        ),
    ),
    words=(Words(id="words-next", title="What would be a good result?", lines=(("A small team", "Amara Quarto"),)),),
    people=(
        Answered(
            id="answers-1", name="Amara Quarto", house="Ligature", when="Monday 15 February",
            answers=(("How sure are you of your next step at work?", "2"),),
        ),
    ),
    people_pages=(Link("1 to 50", "#who-answered", current=True), Link("51 to 60", "#who-answered")),
    missing=(Missing(name="Ayo Codex", house="Letterpress", since="Monday 15 February"),),
    missing_pages=(Link("1 to 50", "#missing", current=True), Link("51 to 52", "#missing")),
    missing_title="One person has not answered",
    remind=Button(label="Remind 1 now", href="#remind", post=True),
    footnote="Without names, 0, 1 and 2 people are shown as 0 and all others as the nearest five.",
    back=Link("All surveys", "#surveys"),
)  # fmt: skip
