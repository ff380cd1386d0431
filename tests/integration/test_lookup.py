"""Names are found where the system gives less than it usually does: the promise to stop a deployment hangs on one."""
import http.server
import os
import pathlib
import subprocess
import sys
import threading

import pytest
from conftest import GAMEKEEPER, PATIENCE, clean_environment

FILTER = pathlib.Path(__file__).with_name("refused_calls.py")

pytestmark = pytest.mark.skipif(os.uname().machine not in ("x86_64", "aarch64"), reason="the filter knows two machines")


@pytest.fixture
def platform():
    """Takes stops; gives its port and what came."""
    stops = []

    class Stop(http.server.BaseHTTPRequestHandler):
        def do_DELETE(self):
            stops.append(self.path)
            body = b'{"message": "Deployment is being terminated"}'
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Stop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, stops
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("refused", ["threads", "processes"])
def test_a_deployment_is_stopped_where_no_thread_can_be_had(platform, refused):
    port, stops = platform
    environment = clean_environment(ARBITRIUM_REQUEST_ID="a", ARBITRIUM_DELETE_TOKEN="t",
                                    ARBITRIUM_DELETE_URL=f"http://localhost:{port}/stop")
    done = subprocess.run(
        [sys.executable, FILTER, refused, GAMEKEEPER, "run", "--control-socket", "off", "--state-file", "off",
         "--stop-linger-max", "0s", "--", "true"], env=environment, capture_output=True, text=True, timeout=PATIENCE,
        check=False)
    assert stops == ["/stop"], done.stderr
    assert '"answer":"accepted"' in done.stderr
    assert "no address" not in done.stderr
