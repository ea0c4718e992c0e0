# Processes of side-by-side: each is a child of it, known by its id, and gone when it is. Sourced.
# shellcheck shell=bash disable=SC2154 # what side-by-side sets

declare -A pid=()

start() { # name, command...
  local name=$1
  shift
  "$@" >"$work/$name.log" 2>&1 </dev/null &
  pid[$name]=$!
}

run() { # output, command...: waits for it; a signal that ends this script does not wait with it
  local output=$1 code=0
  shift
  "$@" >"$output" 2>"$output.err" </dev/null &
  pid[run]=$!
  wait "${pid[run]}" || code=$?
  unset 'pid[run]'
  return "$code"
}

family() { # process: leaves it and its children in family
  family=("$1")
  local children=''
  { read -r children <"/proc/$1/task/$1/children"; } 2>/dev/null || true
  # shellcheck disable=SC2206 # they are numbers
  [[ -z $children ]] || family+=($children)
}

stop() { # name...
  local name all=() process deadline
  for name in "$@"; do
    [[ -n ${pid[$name]-} ]] || continue
    family "${pid[$name]}"
    all+=("${family[@]}")
    kill -TERM "${pid[$name]}" 2>/dev/null || true
  done
  deadline=$((SECONDS + 4))
  for process in ${all[@]+"${all[@]}"}; do
    while kill -0 "$process" 2>/dev/null && ((SECONDS < deadline)); do nap 0.02; done
    kill -KILL "$process" 2>/dev/null || true
  done
  for name in "$@"; do
    [[ -z ${pid[$name]-} ]] || wait "${pid[$name]}" 2>/dev/null || true
    unset "pid[$name]"
  done
}

leave() {
  trap '' INT TERM HUP
  stop "${!pid[@]}"
  [[ ! -s $runs ]] || cp "$runs" "$out/runs.tsv"
  [[ ${invalid-0} == 0 && ! -s ${failed_log-} ]] || say "logs are kept in $work"
  [[ ${invalid-0} != 0 || -s ${failed_log-} ]] || rm -rf "$work"
}

nap() { # seconds; no process of its own, as those cost more than what is waited for
  read -rt "$1" -u "$never" || true
}

cpu() { # name: leaves hundredths of seconds that all its threads have had, also those that ended
  local process sum=0 text
  local -a fields
  family "${pid[$1]}"
  for process in "${family[@]}"; do
    read -r text <"/proc/$process/stat"
    read -ra fields <<<"${text##*) }"
    sum=$((sum + fields[11] + fields[12]))
  done
  REPLY=$sum
}

jit() { # name: leaves those of them that the JIT's compilers have had; 0 when it is no JVM
  local task sum=0 text name
  local -a fields
  for task in "/proc/${pid[$1]}/task"/*; do
    { read -r name <"$task/comm" && read -r text <"$task/stat"; } 2>/dev/null || continue
    [[ $name == C[12]\ Compiler* ]] || continue
    read -ra fields <<<"${text##*) }"
    sum=$((sum + fields[11] + fields[12]))
  done
  REPLY=$sum
}

rss() { # name: leaves KiB of all its processes
  local process sum=0 key value rest
  family "${pid[$1]}"
  for process in "${family[@]}"; do
    while read -r key value rest; do
      [[ $key != VmRSS: ]] || sum=$((sum + value))
    done <"/proc/$process/status"
  done
  REPLY=$sum
}

free_port() { # leaves one below those that the kernel gives to clients
  while true; do
    REPLY=$((10000 + RANDOM % 20000))
    [[ " ${taken[*]-} " != *" $REPLY "* ]] || continue
    { : 3<>"/dev/tcp/127.0.0.1/$REPLY"; } 2>/dev/null || break
  done
  taken+=("$REPLY")
}

answers() { # port: whether a request gets a first byte
  {
    printf 'GET / HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n' >&3 && IFS= read -rn 1 -t 5 -u 3 _
  } 2>/dev/null 3<>"/dev/tcp/127.0.0.1/$1"
}

await_answer() { # name, port
  local deadline=$((SECONDS + 60))
  until answers "$2" 2>/dev/null; do
    kill -0 "${pid[$1]}" 2>/dev/null || { failed_log=$work/$1.log && tail -n 5 "$failed_log" >&2 && die "$1 has ended"; }
    ((SECONDS < deadline)) || { failed_log=$work/$1.log && die "$1 does not answer; see $failed_log"; }
    nap 0.01
  done
}

millis() { REPLY=$(date +%s%3N); }
