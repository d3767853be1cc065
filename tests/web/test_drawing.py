from mentoring.web.drawing import ring, year


def test_a_circles_beads_lie_on_a_ring_with_two_at_the_top() -> None:
    points = ring(8, 24, 32)
    assert len(set(points)) == 8
    assert points[0][1] == points[1][1] == min(y for _, y in points)


def test_the_two_threads_meet_twist_once_for_each_meeting_and_part() -> None:
    drawn = year(["apart", "apart", "meet", "together", "part"], 6)
    kinds = [bead.kind for bead in drawn.beads]
    assert kinds == ["mine", "theirs", "mine", "theirs", "joined", "joined", *["met"] * 6]
    assert [bead.x for bead in drawn.beads if bead.kind == "joined"] == [50.0, 90.0]
    assert all(50 < bead.x < 90 for bead in drawn.beads if bead.kind == "met")


def test_beads_lie_on_their_threads() -> None:
    drawn = year(["apart", "meet", "part"], 2)
    mine = [tuple(map(float, point.split(","))) for point in drawn.mine[1:].split()]
    bead = drawn.beads[0]
    before = max(point for point in mine if point[0] <= bead.x * 10)
    after = min(point for point in mine if point[0] >= bead.x * 10)
    assert min(before[1], after[1]) - 0.1 <= bead.y <= max(before[1], after[1]) + 0.1


def test_a_year_of_one_step_can_be_drawn() -> None:
    assert [bead.kind for bead in year(["together"], 0).beads] == ["met"]
