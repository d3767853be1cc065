"""What may be changed of a scheme in a programme, what is, and where: for the pages on which it is read."""

from dataclasses import dataclass

from mentoring.contracts.problems import Path
from mentoring.schemes.adjustable import Leaf
from mentoring.web.console.leaf_fields import Speaker
from mentoring.web.views.documents import Saying


@dataclass(frozen=True)
class Changes:
    """The values that may be changed; `edit` is the address of *Texts and rules*, empty for who may not change."""

    leaves: tuple[Leaf, ...]
    speaker: Speaker
    edit: str = ""

    def within(self, document: str, path: Path) -> list[Leaf]:
        """The values at `path`, within it or around it."""
        return [
            leaf
            for leaf in self.leaves
            if leaf.document == document and (leaf.path[: len(path)] == path or path[: len(leaf.path)] == leaf.path)
        ]

    def said(self, document: str, path: Path, about: str, says: str, more: str = "") -> Saying:
        """A saying with what may be done about it."""
        found = self.within(document, path)
        changed = [leaf for leaf in found if leaf.changed]
        own = "; ".join(self.speaker.words(leaf, leaf.own) for leaf in changed)
        href = f"{self.edit}/{document}#{self.target(found[0])}" if found and self.edit else ""
        return Saying(about=about, says=says, more=more, changeable=bool(found), changed=own, href=href)

    def dated(self, name: str, about: str, says: str, more: str, *, of_programme: bool) -> Saying:
        """A milestone or event: its date is the programme's own."""
        href = f"{self.edit}/dates#dates.{name}.day" if self.edit and of_programme else ""
        return Saying(about=about, says=says, more=more, changeable=of_programme, href=href)

    def target(self, leaf: Leaf) -> str:
        """The id of the control by which the value is changed."""
        if leaf.kind == "weight":
            return f"{leaf.key}.kind"
        if leaf.kind == "ask":
            return f"{leaf.key}.{self.speaker.roles(leaf)[0]}"
        return f"{leaf.key}-1" if leaf.kind == "yes_no" else leaf.key
