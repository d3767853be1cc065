"""Made-up figures of a programme in its eleventh month."""

from mentoring.web.views.charts import BarTable, DotChart, DotColumn, PeopleRow, PeopleTable, Row, bar_rows

RHYTHM = DotChart(
    id="rhythm",
    title="Eight pairs have not met for more than six weeks",
    text="Each mark is one pair, by weeks since its last meeting. The shaded weeks are the rhythm the scheme asks for.",
    columns=(
        *(DotColumn(str(week), count) for week, count in enumerate((2, 4, 5, 3, 5, 6, 4))),
        DotColumn("7", 3, "late"),
        DotColumn("8", 2, "late"),
        DotColumn("9", 1, "over"),
        DotColumn("10", 1, "over"),
        DotColumn("11", 1, "over"),
        DotColumn("12+", 0),
    ),
    key=(("within", "in rhythm"), ("late", "late"), ("over", "quiet for nine weeks or more")),
    shaded=(4, 6),
    shaded_label="asked for: 4 to 6",
    heads=("Weeks since last meeting", "Pairs"),
    rows=(
        Row("Up to 3", "14"),
        Row("4 to 6", "15"),
        Row("7 or 8", "5"),
        Row("9 or more", "3", "#quiet"),
        Row("No meeting yet", "1", "#none"),
    ),
)
FUNNEL = BarTable(
    id="funnel",
    title="From registration to a sixth meeting",
    text="Mentees. The pale part is who left at that step.",
    heads=("Step", "People", "Left before"),
    rows=bar_rows(
        (
            ("Registered", 58, ""),
            ("Eligible", 53, "5 not eligible"),
            ("Trained", 47, "4 withdrew, 2 absent"),
            ("Matched", 38, "9 without a mentor"),
            ("First meeting", 37, "1 not yet"),
            ("Six meetings", 22, "15 on the way"),
        ),
        funnel=True,
    ),
)
PLACES = PeopleTable(
    id="places",
    title="38 of 40 places are taken",
    text="One dot is a place taken, a ring is free.",
    heads=("Institution", "Mentees", "Mentors"),
    rows=(
        PeopleRow(label="Typography", taken=14, free=0, values=("14", "12")),
        PeopleRow(label="Letterpress", taken=10, free=0, values=("10", "9")),
        PeopleRow(label="Bookbinding", taken=7, free=1, values=("7", "8")),
        PeopleRow(label="Arts", taken=4, free=0, values=("4", "3")),
        PeopleRow(label="St Serif's", taken=3, free=1, values=("3", "4")),
    ),
)
CAUSES = BarTable(
    id="causes",
    title="Why nine trained mentees had no mentor",
    text="Each person is counted once, under the rule that emptied their list last.",
    heads=("Cause", "Mentees", "What would have helped most"),
    rows=bar_rows(
        (
            ("Every mentor senior enough was full", 4, "Two mentors taking a second mentee"),
            ("Mentors left were all at their own institution", 3, "Three more mentors from Arts or St Serif's"),
            ("In the same line of management", 1, "Nothing: the rule stays"),
            ("Asked not to be matched with the mentor left", 1, "Nothing: the wish stands"),
        )
    ),
)
