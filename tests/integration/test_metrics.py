"""The metrics: as promtool likes them, on the socket and on a port, and what the dashboard asks for."""
import json
import re
import socket
import subprocess
import urllib.error
import urllib.request

import pytest
from conftest import GAMEKEEPER, PATIENCE, PROBE, ROOT, clean_environment, wait_for


@pytest.fixture
def agent(start_agent):
    return start_agent([PROBE, "print-signals"]).until_output("ready")


def page(agent):
    return subprocess.run([GAMEKEEPER, "metrics"], env=clean_environment(GAMEKEEPER_SOCKET=agent.socket), text=True,
                          capture_output=True, timeout=PATIENCE, check=True).stdout


def names(text):
    return set(re.findall(r"^# TYPE (\w+) ", text, re.M))


def test_promtool_has_nothing_to_say(agent):
    agent.ask("POST", "/v1/match/start", {"id": "m1"})
    agent.ask("PUT", "/v1/players", {"players": 3})
    checked = subprocess.run(["promtool", "check", "metrics"], input=page(agent), text=True, capture_output=True,
                             timeout=PATIENCE, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_the_numbers_are_those_of_the_status(agent):
    agent.ask("PUT", "/v1/players", {"players": 3})
    text = page(agent)
    assert 'gamekeeper_detector_players{detector="reported"} 3\n' in text
    assert "\ngamekeeper_players 3\n" in text
    assert 'gamekeeper_phase{phase="running"} 1\n' in text
    assert re.search(r"^gamekeeper_agent_resident_memory_bytes [1-9]\d{5,}$", text, re.M)
    assert re.search(r'^gamekeeper_events_total\{type="occupancy"\} 1$', text, re.M)


def test_every_metric_of_the_dashboard_exists():
    """Against the source's names, because some have no sample until something happens."""
    source = (ROOT / "lib/control/metrics_page.cpp").read_text()
    known = set(re.findall(r'"(gamekeeper_\w+)"', source))
    dashboard = json.loads((ROOT / "config/grafana-dashboard.json").read_text())
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    asked += [v["query"]["query"] for v in dashboard["templating"]["list"] if v["type"] == "query"]
    used = {re.sub(r"_bucket$", "", name) for text in asked for name in re.findall(r"gamekeeper_\w+", text)}
    assert used and used <= known, used - known
    ids = [panel["id"] for panel in dashboard["panels"]]
    assert len(ids) == len(set(ids))


def test_prometheus_understands_the_dashboard_s_queries(tmp_path):
    dashboard = json.loads((ROOT / "config/grafana-dashboard.json").read_text())
    rules = [{"record": "a:b", "expr": target["expr"].replace("$__rate_interval", "5m").replace("$instance", ".*")}
             for panel in dashboard["panels"] for target in panel["targets"]]
    file = tmp_path / "rules.json"
    for number, rule in enumerate(rules):
        rule["record"] = f"rule:{number}"
    file.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))
    checked = subprocess.run(["promtool", "check", "rules", str(file)], text=True, capture_output=True,
                             timeout=PATIENCE, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_a_port_shows_metrics_and_nothing_else(start_agent):
    port = free_port()
    agent = start_agent([PROBE, "sleep"], options=["--metrics-listen", f"127.0.0.1:{port}"]).until_output("ready")

    def get(path, method="GET"):
        try:
            with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method),
                                        timeout=PATIENCE) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers["Content-Type"], refused.read().decode()

    def served():
        try:
            return get("/metrics")
        except OSError:
            return None

    status, kind, text = wait_for(served, "the port")
    assert (status, kind) == (200, "text/plain; version=0.0.4; charset=utf-8")
    assert names(text) == names(page(agent))
    assert get("/healthz")[0] == 200
    assert get("/v1/status")[0] == 404
    assert get("/metrics", "POST")[0] == 405


def test_connections_to_the_port_that_ask_nothing_keep_nobody_out(start_agent):
    port = free_port()
    start_agent([PROBE, "sleep"], options=["--metrics-listen", f"127.0.0.1:{port}"]).until_output("ready")

    def connected():
        try:
            return socket.create_connection(("127.0.0.1", port), PATIENCE)
        except ConnectionRefusedError:
            return None

    idle = [wait_for(connected, "the port") for _ in range(16)]
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE) as answer:
            assert answer.status == 200
    finally:
        for each in idle:
            each.close()


def test_a_port_that_is_taken_is_said_and_the_game_runs(start_agent):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        agent = start_agent([PROBE, "sleep"], options=["--metrics-listen", f"127.0.0.1:{port}"]).until_output("ready")
        agent.until_log("the metrics cannot be served")
        assert agent.status()["phase"] == "running"
