"""Which institution a person belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass

from mentoring.participants.cells import Unreadable
from mentoring.participants.columns import folded
from mentoring.tenants.file import TenantFile


@dataclass(frozen=True, slots=True)
class Homes:
    """The institutions known, by slug, and the organisations listed by name."""

    tenants: Mapping[str, TenantFile]
    listed: tuple[str, ...] = ()

    def home_of(self, email: str, written: str) -> str | None:
        """The slug or listed name of the person's institution: as `written`, else by the e-mail's domain.

        Without any tenant the text, or else the domain, stands as it is. Raises Unreadable when what is
        written is unknown, or the address is none of that institution's.
        """
        domain = email.rpartition("@")[2]
        if not self.tenants:
            return written or domain or None
        if not written:
            owner = next((t.slug for t in self.tenants.values() if domain in t.domains), None)
            if owner is None:
                raise Unreadable(f"“{domain}” is no domain of an institution known here, and none is named.")
            return owner
        wanted = folded(written)
        listed = next((name for name in self.listed if folded(name) == wanted), None)
        if listed is not None:
            return listed
        for tenant in self.tenants.values():
            if wanted in map(folded, (tenant.slug, tenant.name, tenant.short_name)):
                if domain not in tenant.domains:
                    at = " or ".join(f"@{each}" for each in tenant.domains)
                    raise Unreadable(f"{email} is no address of {tenant.short_name}, whose addresses end in {at}.")
                return tenant.slug
        raise Unreadable(f"“{written}” is no institution known here; known are {', '.join(self.tenants)}.")
