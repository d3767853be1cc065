"""A play that the console has asked for: given as a document, told into a folder, in a process of its own."""

import os
import resource
import signal
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from mentoring.cli.simulate.house import playhouse
from mentoring.cli.simulate.playing import played, seldom_collect, staffed
from mentoring.errors import MentoringError, NotFound
from mentoring.participants.facts import Setting
from mentoring.programmes.dates import resolve_dates
from mentoring.programmes.pinned import changed_by
from mentoring.schemes.ask import Asker
from mentoring.schemes.build import pinned_scheme
from mentoring.schemes.load import LoadFailure, load_alone
from mentoring.schemes.scheme import Scheme
from mentoring.simulation.picture import picture_of
from mentoring.simulation.rehearsals import LONGEST, MEMORY, Given, Refused, Told, keep
from mentoring.simulation.telling import as_document, as_text, by_month
from mentoring.tenants.directory import from_document


@dataclass(frozen=True)
class Pinned:
    """The one scheme of a play, as the programme has pinned it; its code is that which is installed."""

    schemes: Mapping[str, Scheme]
    asker: Asker
    failures: tuple[LoadFailure, ...] = field(default=())

    def get(self, name: str) -> Scheme:
        """The scheme of that name. Raises NotFound."""
        if name not in self.schemes:
            raise NotFound(f"There is no scheme `{name}` in this play.", "Choose the programme's own.")
        return self.schemes[name]


def main() -> None:
    """Play what standard input holds, and leave what is told of it in the folder named."""
    place = Path(sys.argv[1])
    os.nice(10)  # whoever uses the site goes first
    signal.alarm(LONGEST)
    try:
        _play(place, msgspec.json.decode(sys.stdin.buffer.read(), type=Given))
    except MentoringError as refusal:
        keep(place, "refused", Refused(refusal.what, refusal.remedy))


def _play(place: Path, given: Given) -> None:
    file = given.file
    scheme = pinned_scheme(file.scheme, given.version, given.documents, hooks=given.hooks)
    asker = load_alone(file.scheme).asker if scheme.hooks else Asker()
    tenants = {slug: from_document(each) for slug, each in given.tenants.items()}
    laid = changed_by(scheme, file.overlay)
    moments = resolve_dates(laid, file.dates, tenants[file.host].timezone)
    bill = staffed(Setting(laid, tenants, file, moments), file, mentees=given.people, seed=given.seed)
    seldom_collect()
    with playhouse() as database:
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))  # ours alone: the server runs already
        story, checks = played(database, Pinned({scheme.name: scheme}, asker), bill, seed=given.seed)
    people = Counter(part.said.role for part in bill.parts)
    for name, content in (
        ("story.txt", as_text(story, checks)),
        ("story.json", as_document(story, checks, people)),
        ("year.svg", picture_of(story)),
    ):
        (place / name).write_text(content, encoding="utf-8")
    found = tuple((each.words, each.looked_at, each.broken) for each in checks)
    keep(place, "told", Told(by_month(story), story.outcome, found, story.notes))


if __name__ == "__main__":
    main()
