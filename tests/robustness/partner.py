"""A platform behind HTTP that behaves badly on demand, and remembers what took effect there. It speaks the reference dialect and
knows a repeat by its Idempotency-Key, as the interface document asks partners to."""
import http.server
import json
import random
import socket
import threading
import time

# What can go wrong with one request; the second word says whether it took effect.
FAULTS = {
    "silent": "no", "silent after": "yes", "drip": "yes", "late": "yes", "error inside": "no", "500": "no", "500 after": "yes",
    "cut": "no", "cut after": "yes",
}
DONE = b'{"result": "stored"}'


class Partner:
    """Serves on a free port of this machine until it is closed."""

    def __init__(self, name, seed, answer_seconds):
        self.name, self.answer_seconds = name, answer_seconds
        self.random, self.lock = random.Random(f"{seed}/{name}"), threading.Lock()
        # Share of the requests that go wrong.
        self.trouble = 0.0
        self.faults = {}
        # By Idempotency-Key: which message it was. In the order in which they took effect.
        self.effects, self.attempts = {}, 0
        # By message: the keys under which it took effect, and when it first did.
        self.keys, self.seen_at = {}, {}
        # By ticket: its messages in the order in which they took effect.
        self.tickets = {}
        partner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # pylint: disable=invalid-name
                partner.handle(self)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def handle(self, request):
        body = request.rfile.read(int(request.headers["Content-Length"]))
        with self.lock:
            self.attempts += 1
            fault = self.random.choice(sorted(FAULTS)) if self.random.random() < self.trouble else ""
            if fault:
                self.faults[fault] = self.faults.get(fault, 0) + 1
            if not fault or FAULTS[fault] == "yes":
                self.take(request.headers["Idempotency-Key"], json.loads(body))
        self.answer(request, fault)

    def take(self, key, message):
        if key in self.effects:
            return
        name = message["messageId"]
        self.effects[key] = name
        self.keys.setdefault(name, []).append(key)
        self.seen_at.setdefault(name, time.monotonic())
        self.tickets.setdefault(message["ticketId"], []).append(name)

    def answer(self, request, fault):
        if fault.startswith("cut"):
            # Reset, not closed in good order.
            request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            request.close_connection = True
            request.connection.close()
            return
        if fault.startswith("silent") or fault == "late":
            time.sleep(self.answer_seconds + (2 if fault == "late" else 3))
            if fault != "late":
                request.close_connection = True
                return
        status, content = 200, DONE
        if fault.startswith("500"):
            status, content = 500, b"<html>error</html>"
        if fault == "error inside":
            content = b'{"result": "error", "explanation": "database"}'
        request.send_response(status)
        request.send_header("Content-Type", "application/json; charset=utf-8")
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        for i in range(len(content)):
            if fault != "drip":
                request.wfile.write(content)
                return
            # One byte a second.
            request.wfile.write(content[i:i + 1])
            request.wfile.flush()
            time.sleep(1)
