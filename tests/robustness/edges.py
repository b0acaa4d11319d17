"""The edges under bad partners and kill -9: one platform pushes through the gateway to two others that the courier calls; one of
these misbehaves, the other does not, and gateway and courier are killed at random. See tests/robustness/run."""
import base64
import http.client
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "conformance"))
import stand  # pylint: disable=wrong-import-position
from partner import Partner  # pylint: disable=wrong-import-position

ROOT = stand.ROOT
SENDER, BAD, GOOD = "440000", "430000", "420000"
FOLDERS = {SENDER: "guangdong", BAD: "hunan", GOOD: "hubei"}
SERVICES = ("translator", "ticketing", "gateway", "courier")
# Short, so that what is silent is given up soon.
ANSWER_SECONDS = 3
SUPPLEMENTS = 2
SENDERS = 4
# Of each sender; far below what the machine can do, so that what is measured is the way and not a queue.
TICKET_SECONDS = 0.8
WARM_SECONDS = 20
QUIET_SECONDS = 40
BAD_SECONDS = 40
KILL_SECONDS = 60
DRAIN_SECONDS = 600
TROUBLE = 0.5
# How much slower the good platform may become while the other is bad, and what is noise of a busy machine.
MOST_RATIO = 1.2
NOISE_SECONDS = 0.1
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
ACCESS = """access {
  from_platform { key: "push" webhook_signature { algorithm: ALGORITHM_HMAC_SHA256 } }
  to_platform { key: "deliver" webhook_signature { algorithm: ALGORITHM_HMAC_SHA256 } }
}
"""


def make_adapters(folder):
    """The reference dialect, 12367 and three platforms that speak it over HTTP."""
    for name in ("dialects/reference", "immigration", *FOLDERS.values()):
        shutil.copytree(ROOT / "adapters" / name, folder / name)
    for name in FOLDERS.values():
        file = folder / name / "platform.textproto"
        text = file.read_text().replace("TRANSPORT_KAFKA", "TRANSPORT_HTTP_PUSH")
        file.write_text(text + ACCESS + f"limits {{ answer_seconds: {ANSWER_SECONDS} }}\n")


class World:
    """Broker, services and partners below one folder."""

    def __init__(self, folder, binaries, seed):
        self.folder, self.binaries, self.seed, self.processes = folder, binaries, seed, {}
        self.partners = {platform: Partner(platform, seed, ANSWER_SECONDS) for platform in (BAD, GOOD)}
        make_adapters(folder / "adapters")
        self.brokers = stand.must(ROOT / "deploy/kafka/broker", "start", folder / "kafka")
        stand.must(binaries / "cli/interline", "topics", "create", "--brokers", self.brokers, "--adapters", folder / "adapters")
        self.write_keys()
        (folder / "partners.textproto").write_text("".join(
            f'partners {{ platform: "{platform}" base_url: "{partner.url}" allow_this_machine: true }}\n'
            for platform, partner in self.partners.items()))
        self.port = int(stand.must("bash", "-c", f". '{ROOT}/deploy/common.sh'; free_ports 1"))
        for service in SERVICES:
            self.start(service)
        self.wait_for("gateway", r"listening on port")

    def write_keys(self):
        key = self.folder / "webhook.key"
        key.write_text(SECRET + "\n")
        key.chmod(0o400)
        (self.folder / "keys.textproto").write_text("".join(
            f'keys {{ platform: "{platform}" name: "{name}" id: "1" file: "webhook.key" }}\n'
            for platform in FOLDERS for name in ("push", "deliver")))

    def start(self, service):
        keys = ["--keys", self.folder / "keys.textproto"]
        flags = {
            "translator": [],
            "ticketing": ["--calendar", ROOT / "core/calendar/china.calendar", "--state-dir", self.folder / "state"],
            "gateway": [*keys, "--listen", f"127.0.0.1:{self.port}", "--state-dir", self.folder / "gateway"],
            "courier": [*keys, "--partners", self.folder / "partners.textproto"],
        }[service]
        with open(self.folder / f"{service}.log", "ab") as log:
            self.processes[service] = subprocess.Popen(
                [self.binaries / f"services/{service}/{service}_main", "--brokers", self.brokers, "--adapters",
                 self.folder / "adapters", *flags], stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def wait_for(self, service, pattern):
        deadline = time.monotonic() + 60
        while not re.search(pattern, (self.folder / f"{service}.log").read_text()):
            if time.monotonic() > deadline or self.processes[service].poll() is not None:
                raise RuntimeError(f"{service} did not start")
            time.sleep(0.05)

    def kill(self, service):
        self.processes[service].kill()
        self.processes[service].wait()

    def dead(self):
        return [service for service, process in self.processes.items() if process.poll() is not None]

    def close(self):
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
        for partner in self.partners.values():
            partner.close()
        subprocess.run([ROOT / "deploy/kafka/broker", "stop", self.folder / "kafka"], stdout=subprocess.DEVNULL)


class Sender(threading.Thread):
    """Pushes tickets as a platform does: each message until it is answered "stored", always with the same id and bytes."""

    def __init__(self, number, world, over):
        super().__init__(daemon=True)
        self.number, self.world, self.over = number, world, over
        # (platform, ticket, messages in order), and when each transfer was answered.
        self.tickets, self.taken_at, self.tries, self.odd = [], {}, 0, {}
        self.connection = None

    def run(self):
        count = 0
        while not self.over.is_set():
            platform = (BAD, GOOD)[count % 2]
            count += 1
            number = f"{self.world.seed}-{self.number}-{count}"
            message = json.loads(stand.transfer(SENDER, number))
            message["body"]["to"] = platform
            names = [self.push(message)]
            self.taken_at[names[0]] = time.monotonic()
            for i in range(SUPPLEMENTS):
                names.append(self.push({
                    "messageId": f"{message['messageId']}-s{i}", "kind": "supplemented",
                    "occurredAt": f"2026-11-24T09:1{i + 1}:00+08:00", "from": SENDER, "ticketId": message["ticketId"],
                    "body": {"text": "来电人补充：预约号已找到。"}}))
            self.tickets.append((platform, message["ticketId"], names))
            self.over.wait(TICKET_SECONDS)

    def push(self, message):
        body = json.dumps(message, ensure_ascii=False).encode()
        while True:
            self.tries += 1
            status = self.ask(message["messageId"], body)
            if status == 200:
                return message["messageId"]
            if status not in (0, 429, 503):
                self.odd[status] = self.odd.get(status, 0) + 1
                if self.over.is_set():
                    raise SystemExit(f"the gateway refuses what is right with {status}")
            time.sleep(0.2)

    def ask(self, message_id, body):
        headers = {"content-type": "application/json; charset=utf-8", **stand.signed(SECRET, message_id, body)}
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.world.port, timeout=15)
            self.connection.request("POST", f"/v1/platforms/{SENDER}/messages", body, headers)
            answer = self.connection.getresponse()
            answer.read()
            return answer.status
        except (OSError, http.client.HTTPException):
            self.connection = None
            return 0


def p99(world, senders, since, until):
    """Seconds from the gateway's answer to a transfer until it took effect at the good platform, for those taken in this span."""
    times = sorted(world.partners[GOOD].seen_at[name] - taken for sender in senders for name, taken in sender.taken_at.copy().items()
                   if since <= taken < until and name in world.partners[GOOD].seen_at)
    return times[int(len(times) * 0.99)] if times else float("inf"), len(times)


def judge(world, senders):
    """Counts what was lost, took effect twice, or came in another order."""
    lost = duplicated = reordered = events = 0
    for sender in senders:
        for platform, ticket, names in sender.tickets:
            partner = world.partners[platform]
            events += len(names)
            lost += sum(name not in partner.keys for name in names)
            duplicated += sum(len(partner.keys.get(name, [])) > 1 for name in names)
            there = list(dict.fromkeys(name for name in partner.tickets.get(ticket, []) if name in names))
            reordered += there != [name for name in names if name in there]
    return events, lost, duplicated, reordered


def drain(world, senders, say):
    deadline, told = time.monotonic() + DRAIN_SECONDS, 0
    while True:
        events, lost, _, _ = judge(world, senders)
        if lost == 0 or time.monotonic() > deadline or world.dead():
            return
        if time.monotonic() > told + 10:
            told = time.monotonic()
            say(f"{events - lost} of {events} messages have arrived")
        time.sleep(1)


def storm(world, seconds, seed, say):
    chance, done, until = random.Random(seed), {}, time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(chance.uniform(0.5, 4))
        service = chance.choice(("gateway", "courier", "courier"))
        world.kill(service)
        done[service] = done.get(service, 0) + 1
        time.sleep(chance.uniform(0, 1.5))
        world.start(service)
    say("kill -9: " + ", ".join(f"{count} x {service}" for service, count in sorted(done.items())))


def run(options, folder, say):
    binaries = ROOT / "bazel-bin"
    say("starting a broker, four services and two partners")
    world = World(folder, binaries, options.seed)
    over, senders = threading.Event(), []
    try:
        senders = [Sender(number, world, over) for number in range(SENDERS)]
        for sender in senders:
            sender.start()
        # The first seconds are the services' warming up.
        time.sleep(WARM_SECONDS)
        say(f"{QUIET_SECONDS} s without trouble, seed {options.seed}")
        begin = time.monotonic()
        time.sleep(QUIET_SECONDS)
        middle = time.monotonic()
        say(f"{BAD_SECONDS} s in which every second request to {BAD} goes wrong")
        world.partners[BAD].trouble = TROUBLE
        time.sleep(BAD_SECONDS)
        end = time.monotonic()
        say(f"{KILL_SECONDS} s in which gateway and courier are killed as well")
        storm(world, KILL_SECONDS, options.seed, say)
        world.partners[BAD].trouble = 0
        over.set()
        for sender in senders:
            sender.join(60)
        say("all is healed; waiting until all has arrived")
        drain(world, senders, say)
        return verdict(world, senders, (begin, middle, end), say)
    finally:
        over.set()
        world.close()


def verdict(world, senders, times, say):
    begin, middle, end = times
    (quiet, quiet_count), (bad, bad_count) = p99(world, senders, begin, middle), p99(world, senders, middle, end)
    slower = bad > max(quiet * MOST_RATIO, quiet + NOISE_SECONDS)
    partner = world.partners[BAD]
    say(f"{BAD}: {partner.attempts} requests, {len(partner.effects)} took effect; " +
        ", ".join(f"{count} x {fault}" for fault, count in sorted(partner.faults.items())))
    say(f"{GOOD}: p99 {quiet * 1000:.0f} ms of {quiet_count} without trouble, {bad * 1000:.0f} ms of {bad_count} beside a bad "
        f"platform, ratio {bad / quiet:.2f}" + (" TOO SLOW" if slower else ""))
    odd = [sender.odd for sender in senders if sender.odd]
    rejected = stand.must(world.binaries / "cli/interline", "rejected", "--brokers", world.brokers, "--adapters",
                          world.folder / "adapters", "--json").splitlines()
    if odd or rejected or world.dead():
        say(f"unexpected answers {odd}, {len(rejected)} rejected, dead {world.dead()}")
    events, lost, duplicated, reordered = judge(world, senders)
    print(f"events {events}, lost {lost}, duplicated {duplicated}, reordered {reordered}, illegal {len(rejected)}", flush=True)
    return int(bool(lost or duplicated or reordered or rejected or odd or slower or world.dead()))
