import traceback
from uuid import uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.notifications.models import OptOut
from tests.factories import NOW


def test_an_error_names_nobody(session: Session) -> None:
    """Errors are logged and shown to the operator: no parameter, and no row that did not fit."""
    row = {"id": uuid4(), "email": "ida.secret@example.org", "reason": "x", "at": NOW}
    session.execute(insert(OptOut).values(row))
    with pytest.raises(IntegrityError) as failure:
        session.execute(insert(OptOut).values(row))
    told = "".join(traceback.format_exception(failure.value)) + str(failure.value.orig)
    assert "opt_out" in told
    assert not any(str(row[word]) in told for word in ("email", "id"))
