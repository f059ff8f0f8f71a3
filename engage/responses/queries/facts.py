"""What a supplier's profile says of it: it goes with each response, so nobody types it twice."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from engage.challenges.reference import region_label
from engage.interest.models import Interest
from engage.suppliers import queries as suppliers
from engage.suppliers.models import Size, Supplier, SupplierPerson

COMPANY, PEOPLE, REGIONS = "Company number", "People", "Regions"
SIZES = {
    Size.MICRO: "Fewer than 10",
    Size.SMALL: "10 to 49",
    Size.MEDIUM: "50 to 249",
    Size.LARGE: "250 or more",
}


def facts_of(session: Session, interest: Interest) -> dict[str, str]:
    """In words, and only what is known; nothing where the address is not one of its people's."""
    supplier = session.get(Supplier, interest.supplier_id) if interest.supplier_id else None
    if supplier is None or not _speaks_for(session, interest, supplier):
        return {}
    regions = [region_label(each) or each for each in suppliers.regions_of(session, supplier.id)]
    kinds = ["Charity, voluntary or community organisation"] if supplier.vcse else []
    kinds += ["Social enterprise"] if supplier.social_enterprise else []
    told = {
        COMPANY: supplier.company_number,
        "Charity number": supplier.charity_number,
        "Procurement ID (PPON)": supplier.ppon,
        PEOPLE: SIZES.get(supplier.size),
        "Kind": "; ".join(kinds),
        REGIONS: "; ".join(regions),
    }
    return {name: words for name, words in told.items() if words}


def _speaks_for(session: Session, interest: Interest, supplier: Supplier) -> bool:
    """That somebody names a supplier when they register proves nothing, so it opens nothing."""
    theirs = (
        SupplierPerson.supplier_id == supplier.id,
        SupplierPerson.email == interest.email,
        SupplierPerson.ended_at.is_(None),
    )
    if interest.email == supplier.email:
        return True
    return session.scalar(select(exists().where(*theirs))) or False
