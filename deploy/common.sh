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

# When the process was started, in the kernel's ticks; empty when it is gone or only waits to be buried. Together with the
# process id it names a process for ever, whatever program that becomes; the command line does not, since it is empty while
# a program is being loaded.
start_of() {
  local stat fields
  stat=$({ cat "/proc/$1/stat"; } 2>/dev/null) || return 0
  # Behind the name, which may hold anything: the state, and as the twentieth field the start.
  read -ra fields <<<"${stat##*) }"
  [ "${fields[0]}" = Z ] || echo "${fields[19]}"
}

# Notes a process in FILE (its id) and FILE.start.
note_process() {
  echo "$2" >"$1"
  start_of "$2" >"$1.start"
}

# True while the process that was noted in the file lives. Its id may have been handed to a stranger since.
is_alive() {
  local start
  [ -s "$1" ] && [ -s "$1.start" ] || return 1
  start=$(start_of "$(<"$1")")
  [ -n "$start" ] && [ "$start" = "$(<"$1.start")" ]
}

# Ends the process in the file, kindly first; waits until it is gone. Does nothing when it already is.
end_process() {
  local file=$1 patience=$2 pid waited=0
  if is_alive "$file"; then
    pid=$(<"$file")
    kill -TERM "$pid" 2>/dev/null || true
    # A stopped process takes no signal before it goes on.
    kill -CONT "$pid" 2>/dev/null || true
    while is_alive "$file"; do
      if [ "$waited" -ge $((patience * 10)) ]; then
        say "process $pid (${file##*/}) did not stop within $patience s and is killed"
        kill -KILL "$pid" 2>/dev/null || true
      fi
      sleep 0.1
      waited=$((waited + 1))
    done
  fi
  rm -f "$file" "$file.start"
}

# Bazel for this checkout. The disk cache makes a second checkout on the same machine build in seconds.
run_bazel() {
  local command=$1
  shift
  (cd "$root" && bazel "$command" --disk_cache="$cache/bazel" "$@")
}
