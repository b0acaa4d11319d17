# Sourced by the scripts of deploy/ and tests/: messages with the time that passed, free ports, processes kept in files.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# What is fetched or built once and used by every checkout of this user.
cache=${INTERLINE_CACHE:-${HOME:-$root/var}/.cache/interline}

say() { printf '[%3d s] %s\n' "$SECONDS" "$*"; }

fail() {
  printf '[%3d s] %s: %s\n' "$SECONDS" "$(basename "$0")" "$*" >&2
  exit 1
}

# Runs a command under a title and says how long it took; the command's output stays on the screen.
step() {
  local title=$1 started=$SECONDS
  shift
  say "$title ..."
  "$@" || { local code=$?; say "$title: failed after $((SECONDS - started)) s (exit code $code)"; return "$code"; }
  say "$title: done in $((SECONDS - started)) s"
}

# Prints the header comment of the calling script: what stands between the first line and the first line of code.
usage() { sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"; }

# Prints as many free ports of the loopback address as asked for, one a line, all different.
free_ports() {
  python3 - "$1" <<'PYTHON'
import socket, sys
sockets = [socket.socket() for _ in range(int(sys.argv[1]))]
for s in sockets:
    s.bind(("127.0.0.1", 0))
for s in sockets:
    print(s.getsockname()[1])
PYTHON
}

# True while the process in the file lives and still is the one that was started: its command line names the word
# given. A process id may have been handed to a stranger since.
is_alive() {
  local file=$1 word=$2 pid
  [ -s "$file" ] || return 1
  pid=$(<"$file")
  { tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null | grep -qF -- "$word"
}

# Notes a process just started in the file, and waits until it has become its program: before that, which is a moment on a
# busy machine, it cannot be told from a dead one.
note_process() {
  local file=$1 word=$2 pid=$3
  echo "$pid" >"$file"
  while ! is_alive "$file" "$word" && kill -0 "$pid" 2>/dev/null; do
    sleep 0.05
  done
}

# Ends the process in the file, kindly first; waits until it is gone. Does nothing when it already is.
end_process() {
  local file=$1 word=$2 patience=$3 pid waited=0
  if is_alive "$file" "$word"; then
    pid=$(<"$file")
    kill -TERM "$pid" 2>/dev/null || true
    # A stopped process takes no signal before it goes on.
    kill -CONT "$pid" 2>/dev/null || true
    while is_alive "$file" "$word"; do
      if [ "$waited" -ge $((patience * 10)) ]; then
        say "process $pid ($word) did not stop within $patience s and is killed"
        kill -KILL "$pid" 2>/dev/null || true
      fi
      sleep 0.1
      waited=$((waited + 1))
    done
  fi
  rm -f "$file"
}

# Bazel for this checkout. The disk cache makes a second checkout on the same machine build in seconds.
run_bazel() {
  local command=$1
  shift
  (cd "$root" && bazel "$command" --disk_cache="$cache/bazel" "$@")
}
