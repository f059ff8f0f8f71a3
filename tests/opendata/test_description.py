"""The description of the API is true: a program that believes it finds nothing wrong."""

import json
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from engage.kernel.db import Sessions
from engage.opendata.views.description import DESCRIPTION
from engage.web.limits import limiter
from tests.permissions.world import build

SPEC = json.loads(DESCRIPTION.read_text())
OPERATIONS = sorted(SPEC["paths"])
EXAMPLES = 15


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "components": SPEC["components"]}


def test_it_is_openapi_3_1(client: FlaskClient) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.json is not None
    assert answer.json["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(answer.json).validate()


def test_every_route_is_described(app: Flask) -> None:
    routes = {
        rule.rule.replace("<uuid:", "<").replace("<int:", "<").translate({60: 123, 62: 125})
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
    }
    assert routes == set(OPERATIONS)


@pytest.mark.parametrize("path", OPERATIONS)
def test_every_operation_has_an_example_that_fits(path: str) -> None:
    operation = SPEC["paths"][path]["get"]
    for parameter in operation.get("parameters", []):
        name = parameter.get("$ref", "").rpartition("/")[2]
        whole = SPEC["components"]["parameters"][name] if name else parameter
        Draft202012Validator(whole["schema"]).validate(whole["example"])
    for kind, content in operation["responses"]["200"]["content"].items():
        if kind == "application/gzip":
            continue  # no words can show it
        Draft202012Validator(resolved(content["schema"])).validate(content["example"])


@pytest.fixture
def described(app: Flask, sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The description as the application serves it, with two councils behind it."""
    monkeypatch.setattr(limiter, "enabled", False)
    with sessions.write() as session:
        build(session, app)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_program_that_believes_it_finds_nothing_wrong(described: Any) -> None:
    """Good and bad values for every parameter of every operation, every check there is."""
    for path in OPERATIONS:
        operation = described[path]["GET"]
        modes = list(schemathesis.GenerationMode)
        ask(st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes)))


def ask(cases: st.SearchStrategy[schemathesis.Case[Any]]) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def one(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    one()
