"""config/gamekeeper-api.openapi.json against real answers: every route, every event, every kind of error."""
import json
import re

import jsonschema
import pytest
from conftest import PROBE, ROOT, UnixConnection, supervised, wait_for

DESCRIPTION = json.loads((ROOT / "config/gamekeeper-api.openapi.json").read_text())
PATHS = DESCRIPTION["paths"]


def schema(within):
    """With the description's schemas beside it, so that references lead somewhere."""
    return {"components": DESCRIPTION["components"], **within}


def validate(answer, within):
    checker = jsonschema.Draft202012Validator(schema(within))
    wrong = sorted(checker.iter_errors(answer), key=lambda e: list(e.absolute_path))
    assert not wrong, "\n".join(f"/{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in wrong)


def ask(agent, method, path, body=None, raw=None):
    connection = UnixConnection(agent.socket)
    connection.request(method, path, body=raw if body is None else json.dumps(body))
    answer = connection.getresponse()
    text = answer.read()
    kind = answer.headers["Content-Type"]
    connection.close()
    return answer.status, kind, text


def described(template, method, status, kind):
    responses = PATHS[template][method.lower()]["responses"]
    assert str(status) in responses, f"{method} {template} answered {status}"
    content = responses[str(status)]["content"]
    assert kind.split(";")[0] in content, f"{method} {template} answered {kind}"
    return content[kind.split(";")[0]]["schema"]


@pytest.fixture
def agent(start_agent):
    agent = start_agent([PROBE, "print-signals"]).until_output("ready")
    wait_for(lambda: agent.status()["phase"] == "running", "the game running")
    return agent


def test_the_description_is_well_formed():
    assert DESCRIPTION["openapi"] == "3.1.0"
    for name, one in DESCRIPTION["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(one), name
    text = json.dumps(DESCRIPTION)
    for name in re.findall(r'"#/components/schemas/(\w+)"', text):
        assert name in DESCRIPTION["components"]["schemas"]
    for template, methods in PATHS.items():
        names = set(re.findall(r"{(\w+)}", template))
        for operation in methods.values():
            given = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
            assert given == names, template


def test_the_description_has_every_route_and_no_other(agent):
    detail = json.loads(ask(agent, "GET", "/nonsense")[2])["detail"]
    routes = set(re.findall(r"(GET|POST|PUT|DELETE) (/[\w/{}-]+)", detail))
    assert routes == {(method.upper(), path) for path, methods in PATHS.items() for method in methods}


LOOKS = ["/v1/status", "/v1/why", "/v1/deployment", "/v1/settings", "/v1/tags", "/healthz"]


@pytest.mark.parametrize("path", LOOKS)
def test_looks(agent, path):
    agent.ask("POST", "/v1/match/start", {"id": "m1", "metadata": {"map": [1, None]}})
    agent.ask("PUT", "/v1/players", {"players": 2})
    agent.ask("POST", "/v1/hold", {"id": "h", "for": "1m", "reason": "r"})
    status, kind, text = ask(agent, "GET", path)
    validate(json.loads(text), described(path, "GET", status, kind))


CHANGES = [
    ("POST", "/v1/match/start", "/v1/match/start", {"id": "m1", "metadata": {"a": {}}}),
    ("PUT", "/v1/players", "/v1/players", {"players": 2, "valid_for": "30s"}),
    ("POST", "/v1/hold", "/v1/hold", {"id": "h", "for": "1m", "reason": "r"}),
    ("DELETE", "/v1/hold/h", "/v1/hold/{id}", None),
    ("POST", "/v1/ready", "/v1/ready", None),
    ("POST", "/v1/ping", "/v1/ping", None),
    ("POST", "/v1/extend", "/v1/extend", {"by": "5s"}),
    ("POST", "/v1/signal", "/v1/signal", {"signal": "USR1"}),
    ("POST", "/v1/signal", "/v1/signal", {"signal": 10}),
    ("PUT", "/v1/log-level", "/v1/log-level", {"level": "info"}),
    ("POST", "/v1/tags", "/v1/tags", {"name": "full"}),
    ("DELETE", "/v1/tags/full", "/v1/tags/{name}", None),
    ("POST", "/v1/drain", "/v1/drain", {"reason": "update", "within": "10m"}),
    ("POST", "/v1/restart", "/v1/restart", {"reason": "leak"}),
    ("POST", "/v1/stop", "/v1/stop", {"reason": "enough"}),  # the last one: the agent leaves
]


def test_changes_in_turn(agent):
    for method, path, template, body in CHANGES:
        if body is not None:
            request = PATHS[template][method.lower()]["requestBody"]["content"]["application/json"]["schema"]
            validate(body, request)
        status, kind, text = ask(agent, method, path, body)
        validate(json.loads(text), described(template, method, status, kind))


@pytest.mark.parametrize("method, template", [
    (method.upper(), path) for path, methods in PATHS.items() for method in methods if method != "get"])
def test_refusals(agent, method, template):
    path = template.replace("{id}", "none").replace("{name}", "none")
    status, kind, text = ask(agent, method, path, raw="[1]")
    assert status != 200 or template.endswith("}")
    validate(json.loads(text), described(template, method, status, kind))


def test_every_event_of_a_whole_life(emulator):
    system = emulator(*supervised("sleep", options=["--occupancy-empty-after", "1s"]))
    deployment = system.deploy()
    deployment.agent_is_up()
    connection = UnixConnection(str(deployment.place / "gk.sock"))
    connection.request("GET", "/v1/events?follow=1")
    answer = connection.getresponse()
    deployment.until("READY")
    for path in LOOKS:
        other = UnixConnection(str(deployment.place / "gk.sock"))
        other.request("GET", path)
        came = other.getresponse()
        validate(json.loads(came.read()), described(path, "GET", came.status, came.headers["Content-Type"]))
        other.close()
    deployment.ask("POST", "/v1/match/start", {"id": "m1"})
    deployment.ask("POST", "/v1/match/end", {"reason": "over"})
    lines = answer.read().splitlines()
    connection.close()
    within = DESCRIPTION["components"]["schemas"]["Event"]
    types = []
    for line in lines:
        event = json.loads(line)
        validate(event, within)
        types.append(event["type"])
    # Not the answer to the self-stop: the platform's SIGTERM may come before it.
    wanted = ["game_started", "match_started", "match_ended", "decided", "game_ended", "self_stop_attempt", "ended"]
    assert [t for t in wanted if t in types] == wanted, types
    deployment.until("TERMINATED")


def test_a_gap_is_described():
    validate({"type": "gap", "since": 3, "next": 7, "lost": None}, DESCRIPTION["components"]["schemas"]["Event"])
    with pytest.raises(AssertionError):
        validate({"type": "phase", "seq": 1}, DESCRIPTION["components"]["schemas"]["Event"])
