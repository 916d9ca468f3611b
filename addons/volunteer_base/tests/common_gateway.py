import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Handler(BaseHTTPRequestHandler):
    """Answers as the path says; see ``Simulator``."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        simulator = self.server.simulator
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        simulator.requests.append((self.path, dict(self.headers), body.decode()))
        answer = simulator.answer or self.path.rpartition("/")[2].partition("?")[0]
        getattr(self, f"_say_{answer}")()

    do_GET = do_POST

    def _say(self, status, body, **headers):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _say_ok(self):
        self._say(200, {"errcode": 0, "errmsg": "ok"})

    def _say_refused(self):
        echo = self.server.simulator.requests[-1]
        self._say(200, {"errcode": 93000, "errmsg": f"invalid {echo}"})

    def _say_broken(self):
        self._say(500, {"errcode": 0})

    def _say_unknown(self):
        self._say(404, {})

    def _say_junk(self):
        self._say(200, b"<html>\xff it works</html>")

    def _say_moved(self):
        self._say(302, {}, Location="/sms/ok")

    def _say_silent(self):
        # Until the test is over, or the other side hangs up.
        self.server.simulator.over.wait(30)
        self.close_connection = True

    def _say_endless(self):
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        with contextlib.suppress(OSError):
            while not self.server.simulator.over.is_set():
                self.wfile.write(b"x" * 10)
                self.wfile.flush()
                time.sleep(0.05)

    def log_message(self, *_args):
        pass


class Simulator:
    """A gateway on this machine.

    :ivar requests: ``[(path, headers, body)]`` in the order in which they came
    :ivar answer: how every request is answered; otherwise the end of its path says it:
        ``ok refused broken unknown junk moved silent endless``
    """

    def __init__(self):
        self.requests = []
        self.answer = None
        self.over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.simulator = self
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_port}/sms/"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
