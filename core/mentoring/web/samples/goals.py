"""Made-up pages of members' goals."""

from mentoring.web.forms.field import Box, Field
from mentoring.web.views.goals import GoalPage, GoalsPage, StepLine
from mentoring.web.views.parts import Button, Link, Problem, beads
from mentoring.web.views.portal import Goal

_BY = Field(
    name="by",
    kind="date",
    label="By when?",
    required=False,
    boxes=(
        Box(name="by.day", label="Day"),
        Box(name="by.month", label="Month"),
        Box(name="by.year", label="Year", width="w-4"),
    ),
)

GOALS = GoalsPage(
    title="Goals",
    sentence="What you want to reach together, and the next step to it.",
    goals=(
        Goal(
            title="Lead a small team within two years",
            next="Next: ask to run the summer intake rota. By Friday 11 June 2027.",
            href="#goal",
            beads=beads(2, 3, "Two of three steps done"),
        ),
        Goal(title="Speak in the faculty board at least once", href="#goal"),
    ),
    closed=(
        Goal(
            title="Know what the budget round is",
            next="Reached.",
            href="#goal",
            beads=beads(1, 1, "One of one step done"),
        ),
    ),
    promise_title="This stays between you",
    promise=(
        "Only you and Dinah read your goals. Coordinators are not even shown whether you have any.",
        "They are kept under lock. Who joins later does not read what was written before.",
    ),
    action="#set",
    fields=(
        Field(
            name="goal",
            kind="text",
            label="What would you like to have reached?",
            hint="In words that you will know it by, such as: lead a small team.",
        ),
        Field(name="step", kind="text", label="What is the first step?", required=False),
        _BY,
    ),
    button="Set this goal",
    back=Link("Back to your page", "#home"),
)

GOAL = GoalPage(
    title="Lead a small team within two years",
    problems=(Problem("step", "Say it in a few words."),),
    sentence="Two of three steps done. Only you and Dinah read this.",
    steps=(
        StepLine(
            words="Read how the rota is made",
            line="Done",
            done=True,
            button=Button(
                label="Not done after all", href="#a", post=True, kind="small", name="do", value="a", about="the rota"
            ),
        ),
        StepLine(
            words="Ask to run the summer intake rota",
            line="By Friday 11 June 2027",
            button=Button(label="Done", href="#b", post=True, kind="small", name="do", value="b", about="the intake"),
        ),
    ),
    action="#change",
    step=(Field(name="step", kind="text", label="A further step", problem="Say it in a few words."), _BY),
    add="Add this step",
    buttons=(
        Button(label="We have reached it", href="#c", post=True, name="do", value="reached"),
        Button(label="Let it go", href="#d", post=True, name="do", value="dropped"),
    ),
    words=(Field(name="goal", kind="text", label="The goal", value="Lead a small team within two years"),),
    keep="Keep these words",
    history=(
        ("Thursday 18 February 2027, 14:40: You set or reworded it", "Lead a small team within two years"),
        ("Thursday 18 February 2027, 14:40: You added a step", "Read how the rota is made"),
        ("Monday 8 March 2027, 09:40: Dinah Almanac marked a step as done", "Read how the rota is made"),
    ),
    back=Link("All goals", "#goals"),
)
