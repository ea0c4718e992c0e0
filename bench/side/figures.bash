# The figures of side-by-side: how each is prepared and measured. Sourced.
# shellcheck shell=bash disable=SC2154,SC2034 # what load.bash leaves behind, and side-by-side uses

readonly slice=2 longest_warming=90 jit_percent=3

prepare() { # figure
  local balancer
  case "$1" in
    kept | warm) for balancer in "${balancers[@]}"; do warm_up "$balancer" "$1" load "$balancer" $slice; done ;;
    connections)
      for balancer in "${balancers[@]}"; do
        warm_up "$balancer" connections load "$balancer" $slice -H 'Connection: close'
      done
      ;;
    bulk) for balancer in "${balancers[@]}"; do warm_up "$balancer" bulk carry "$balancer" bulk $slice 16; done ;;
    latency) choose_rate ;;
  esac
}

# A peer is warm after one slice. A JVM is when its compilers have had less than 3 % of its CPU in two slices in a row: rates
# say nothing of that where others use the machine too.
warm_up() { # balancer, figure, command...
  local name=$1 what=$2 quiet=0 began=$SECONDS
  shift 2
  while true; do
    ticks=0 jit_ticks=0
    "$@" || { say "warming $name up for $what: $REPLY" && invalid=1 && nap 0.5; }
    [[ $name != haproxy && $name != nginx ]] || break
    if ((ticks > 0 && jit_ticks * 100 <= ticks * jit_percent)); then quiet=$((quiet + 1)); else quiet=0; fi
    ((quiet < 2 && SECONDS - began < longest_warming)) || break
  done
  say "$what: warmed $name up for $((SECONDS - began)) s"
  record "warming.$what" "$name" 0 "$((SECONDS - began))"
}

measure_kept() { # balancer, round
  load "$1" "$seconds" || return 1
  record kept.rate "$1" "$2" "$(calculate "$requests / $elapsed")"
  record kept.cpu "$1" "$2" "$(calculate "$ticks / $hertz * 1e6 / $requests")"
  record kept.jit "$1" "$2" "$(calculate "100 * $jit_ticks / $ticks")"
}

measure_connections() {
  load "$1" "$seconds" -H 'Connection: close' || return 1
  record connections.rate "$1" "$2" "$(calculate "$requests / $elapsed")"
  record connections.cpu "$1" "$2" "$(calculate "$ticks / $hertz * 1e6 / $requests")"
  record connections.jit "$1" "$2" "$(calculate "100 * $jit_ticks / $ticks")"
}

measure_bulk() {
  local streams
  for streams in 1 16; do
    measure_streams "$1" "$2" bulk "$1" $streams || return 1
    [[ $1 == haproxy ]] || continue
    measure_streams haproxy "$2" splice haproxy-splicing $streams || return 1
    measure_streams haproxy "$2" copy haproxy-copying $streams || return 1
  done
}

measure_streams() { # balancer, round, listener, name to record it under, streams
  carry "$1" "$3" "$seconds" "$5" || return 1
  record "bulk$5.rate" "$4" "$2" "$(calculate "$bits / 1e9")"
  record "bulk$5.cpu" "$4" "$2" "$(calculate "$ticks / $hertz * 1e3 / ($bytes / 1e9)")"
}

choose_rate() { # half of the peak of whoever has the lowest, with the client that is used then: it has the same cores
  local balancer lowest=0
  for balancer in "${balancers[@]}"; do
    ask_in_time "$balancer" 0 5 3 || { say "the peak of $balancer: $REPLY" && invalid=1 && continue; }
    say "latency: peak of $balancer $rate_served requests/s"
    (($(calculate "$lowest > 0 && $lowest < $rate_served"))) || lowest=$rate_served
  done
  half=$(awk -v peak="$lowest" 'BEGIN { print int(peak / 2) }')
  ((half > 0)) || die 'no balancer carried a request, so there is no peak to take half of'
  say "latency: at $half requests/s"
  record latency.asked all 0 "$half"
}

measure_latency() {
  ask_in_time "$1" "$half" 5 "$seconds" || return 1
  record latency.p50 "$1" "$2" "$p50"
  record latency.p99 "$1" "$2" "$p99"
  record latency.p999 "$1" "$2" "$p999"
}

# A process of its own. Of its growth that of the first 500 connections does not count: a JVM loads code for them.
measure_memory() {
  local code=0
  start_balancer "$1" fresh
  idle_memory "$@" || code=$?
  local reason=$REPLY
  stop held1 held2 fresh
  REPLY=$reason
  return $code
}

idle_memory() {
  local before
  nap 5
  rss fresh && record memory.process "$1" "$2" "$(calculate "$REPLY / 1024")"
  hold_open fresh 500 held1 || return 1
  nap 2
  rss fresh && before=$REPLY
  hold_open fresh 4000 held2 || return 1
  nap 2
  rss fresh
  record memory.idle "$1" "$2" "$(calculate "($REPLY - $before) / 4000")"
}

measure_start() {
  time_start "$1" fresh && record start.alone "$1" "$2" "$REPLY"
  cpu fresh && record start.cpu "$1" "$2" "$(calculate "$REPLY / $hertz")"
  stop fresh
  [[ $1 != haproxy && $1 != nginx ]] || return 0
  time_start "$1" fresh clustered && record start.clustered "$1" "$2" "$REPLY"
  nap 5
  rss fresh && record memory.clustered "$1" "$2" "$(calculate "$REPLY / 1024")"
  stop fresh
}

time_start() { # which, name, "clustered" or nothing: leaves seconds
  local began
  millis && began=$REPLY
  start_balancer "$@"
  millis && REPLY=$(calculate "($REPLY - $began) / 1000")
}

# The rate is that at which requests come to the backends, so that nobody has to be asked for it.
measure_warm() {
  local code=0 began target
  rate_through "$1" 3 && target=$(calculate "0.9 * $REPLY") || return 1
  millis && began=$REPLY
  start_balancer "$1" fresh
  climb "$1" "$2" "$began" "$target" || code=$?
  local reason=$REPLY
  stop load fresh
  REPLY=$reason
  return $code
}

rate_through() { # name, seconds: leaves requests in a second of the warm one
  load "$1" "$2" || return 1
  REPLY=$(calculate "$requests / $elapsed")
}

climb() { # balancer, round, millis of its start, rate to reach
  local longest=30 now last=0 then=0
  start load wrk -t 2 -c "$connections" -d "${longest}s" "http://127.0.0.1:${port[fresh.web]}/"
  served && last=$REPLY
  millis && then=$REPLY
  while kill -0 "${pid[load]}" 2>/dev/null; do
    nap 0.25
    served
    local count=$REPLY
    millis && now=$REPLY
    if (($(calculate "($count - $last) * 1000 / ($now - $then) >= $4"))); then
      record warm.seconds "$1" "$2" "$(calculate "($now - $3) / 1000")"
      return
    fi
    last=$count then=$now
  done
  REPLY="$4 requests/s were not reached within $longest s of load" && return 1
}
