# Sourced by broker and cluster: one Kafka process (broker and controller in one), living in a folder:
#   server.properties  data/  broker.log  pid
# shellcheck shell=bash
. "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

# Heap of each node in MiB. Half of it is enough for the tests; the everyday broker has room for all provinces.
heap=${INTERLINE_KAFKA_HEAP:-384}
readonly kReadySeconds=90
readonly kStopSeconds=20

# Puts into `kafka` the command that runs one of Kafka's programs; JVM options, class and arguments follow it.
find_kafka() {
  local jars
  jars=$("$root/deploy/kafka/fetch")
  kafka=(java -Dlog4j2.configurationFile="$root/deploy/kafka/log4j2.properties" -cp "$jars/*")
}

# Writes a node's settings: its folder, its number, its two ports, all voters ("1@host:port,..."), how many replicas.
configure_node() {
  local node=$1 id=$2 port=$3 controller_port=$4 voters=$5 replicas=$6
  local min_in_sync=$((replicas > 1 ? replicas - 1 : 1))
  mkdir -p "$node"
  cat >"$node/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=$id
controller.quorum.voters=$voters
listeners=BROKER://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller_port
advertised.listeners=BROKER://127.0.0.1:$port
listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=BROKER
controller.listener.names=CONTROLLER
log.dirs=$node/data
# Topics are made by name, with the settings they need; a mistyped one must not spring into being.
auto.create.topics.enable=false
default.replication.factor=$replicas
min.insync.replicas=$min_in_sync
offsets.topic.replication.factor=$replicas
offsets.topic.num.partitions=6
transaction.state.log.replication.factor=$replicas
transaction.state.log.min.isr=$min_in_sync
transaction.state.log.num.partitions=6
share.coordinator.state.topic.replication.factor=$replicas
share.coordinator.state.topic.min.isr=$min_in_sync
# One service after another joins here; nobody gains from waiting for more.
group.initial.rebalance.delay.ms=0
# The defaults are made for large machines: 128 MiB for the compaction alone.
log.cleaner.dedupe.buffer.size=16777216
num.network.threads=2
num.io.threads=4
PROPERTIES
}

# Gives a new node the cluster's id; a node that has one keeps it with its data.
format_node() {
  local node=$1 cluster_id=$2 kafka
  [ ! -f "$node/data/meta.properties" ] || return 0
  find_kafka
  if ! "${kafka[@]}" -Xmx128m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC kafka.tools.StorageTool \
    format -t "$cluster_id" -c "$node/server.properties" >"$node/format.log" 2>&1; then
    cat "$node/format.log" >&2
    return 1
  fi
}

new_cluster_id() { python3 -c 'import base64, uuid; print(base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("="))'; }

launch_node() {
  local node=$1 kafka
  find_kafka
  # In a session of its own: Ctrl-C is for the script that the user runs, which then stops the broker in good order. 9 is
  # a caller's lock, which the broker must not hold.
  setsid "${kafka[@]}" -Xms"${heap}m" -Xmx"${heap}m" kafka.Kafka "$node/server.properties" \
    >>"$node/broker.log" 2>&1 </dev/null 9>&- &
  disown
  note_process "$node/pid" $!
}

node_alive() { is_alive "$1/pid"; }
stop_node() { end_process "$1/pid" "$kStopSeconds"; }
node_address() { sed -n 's,^advertised.listeners=BROKER://,,p' "$1/server.properties"; }

# Waits until the node knows of so many brokers that are ready for work.
await_node() {
  local node=$1 brokers=$2 deadline=$((SECONDS + kReadySeconds))
  until "$root/deploy/kafka/ready" "$(node_address "$node")" "$brokers"; do
    if ! node_alive "$node" || [ "$SECONDS" -ge "$deadline" ]; then
      return 1
    fi
    sleep 0.2
  done
}
