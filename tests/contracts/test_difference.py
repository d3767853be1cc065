from mentoring.contracts.difference import difference


def test_each_leaf_that_moved_is_one_line() -> None:
    old = {"name": "North", "brand": {"colour": "#111111", "logo": "n.svg"}, "domains": ["north.example"]}
    new = {"name": "North", "brand": {"colour": "#222222"}, "domains": ["north.example", "n.example"], "zone": "UTC"}
    assert difference(old, new) == (
        "~ brand.colour: #111111 → #222222",
        "- brand.logo: n.svg",
        "~ domains: north.example → north.example, n.example",
        "+ zone: UTC",
    )


def test_items_of_a_list_are_told_apart_by_name_and_not_by_place() -> None:
    library, registry = {"id": "library", "title": "Library"}, {"id": "registry", "title": "Registry"}
    assert difference({"units": [library]}, {"units": [registry, library]}) == (
        "+ units[registry].id: registry",
        "+ units[registry].title: Registry",
    )


def test_what_is_empty_is_not_spoken_of() -> None:
    assert difference({"logo": None, "units": [], "also": ""}, {}) == ()


def test_equal_documents_differ_in_nothing() -> None:
    assert difference({"a": {"b": [1, {"id": "x", "n": 2}]}}, {"a": {"b": [1, {"id": "x", "n": 2}]}}) == ()
