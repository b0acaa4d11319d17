"""A gateway on this machine with a broker of its own, and requests signed as Standard Webhooks: for the conformance cases and
the benchmark."""
import base64
import hashlib
import hmac
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# The secret of the Standard Webhooks test vectors: known to everybody, so for tests only.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PLATFORM = "440000"
ACCESS = """from_platform { key: "push" webhook_signature { algorithm: ALGORITHM_HMAC_SHA256 } }
idempotency_key: IDEMPOTENCY_KEY_REQUIRED
"""
KEYS = f'keys {{ platform: "{PLATFORM}" name: "push" id: "1" file: "push.key" }}\n'
LISTENING = re.compile(r"listening on port (\d+)")
MOST_SECONDS = 60


def must(*command):
    return subprocess.run([str(c) for c in command], check=True, stdout=subprocess.PIPE, text=True,
                          stdin=subprocess.DEVNULL).stdout.strip()


class Stand:
    """Broker, topics, keys and one gateway below a temporary folder; gone when it is closed."""

    def __init__(self, binaries, metrics="127.0.0.1:0"):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="interline-gateway-"))
        self.process = None
        try:
            self.brokers = must(ROOT / "deploy/kafka/broker", "start", self.folder / "kafka")
            must(binaries / "cli/interline", "topics", "create", "--brokers", self.brokers, "--adapters", ROOT / "adapters")
            (self.folder / "access").mkdir()
            (self.folder / "access" / f"{PLATFORM}.textproto").write_text(ACCESS)
            (self.folder / "keys.textproto").write_text(KEYS)
            key = self.folder / "push.key"
            key.write_text(SECRET + "\n")
            key.chmod(0o600)
            self.log = self.folder / "gateway.log"
            with open(self.log, "wb") as log:
                self.process = subprocess.Popen(
                    [binaries / "services/gateway/gateway_main", "--brokers", self.brokers, "--listen", "127.0.0.1:0",
                     "--adapters", ROOT / "adapters", "--access", self.folder / "access", "--keys",
                     self.folder / "keys.textproto", "--state-dir", self.folder / "state", "--metrics-address", metrics],
                    stdout=log, stderr=log, stdin=subprocess.DEVNULL)
            self.port = self._wait()
        except BaseException:
            self.close()
            raise

    def _wait(self):
        started = time.monotonic()
        while time.monotonic() - started < MOST_SECONDS:
            found = LISTENING.search(self.log.read_text())
            if found:
                return int(found.group(1))
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        sys.exit("the gateway did not start:\n" + self.log.read_text())

    def close(self):
        if self.process:
            self.process.terminate()
            self.process.wait()
        subprocess.run([ROOT / "deploy/kafka/broker", "stop", self.folder / "kafka"], stdout=subprocess.DEVNULL,
                       stdin=subprocess.DEVNULL)
        shutil.rmtree(self.folder, ignore_errors=True)


def transfer(platform, number):
    """A message of the reference dialect, as bytes."""
    return json.dumps({
        "messageId": f"{platform}-{number}", "kind": "transferred", "occurredAt": "2026-11-24T09:10:00+08:00",
        "from": platform, "ticketId": f"{platform}:{number}", "ourNumber": f"{number}",
        "body": {"to": "12367", "matter": {"title": "护照换发预约成功后窗口告知无号",
                                           "content": "来电人称已在网上预约换发护照，到窗口后被告知当日无号。",
                                           "category": "citizen_documents", "demandType": "help", "language": "zh",
                                           "channel": "phone", "confidential": False}},
    }, ensure_ascii=False).encode()


def signature(secret, message_id, timestamp, body):
    key = base64.b64decode(secret.removeprefix("whsec_"))
    text = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def signed(secret, message_id, body, timestamp=None):
    """The headers of a signed request."""
    timestamp = int(time.time()) if timestamp is None else timestamp
    return {"webhook-id": message_id, "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(secret, message_id, timestamp, body)}


def request(path, headers, body, method="POST"):
    """The bytes of a request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: hub", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
