# What side-by-side loads balancers with, and what came of it. Each returns 1 with the reason in REPLY when something failed.
# Sourced.
# shellcheck shell=bash disable=SC2154,SC2034 # what side-by-side sets, and figures.bash uses

readonly connections=64

load() { # name, seconds, argument of wrk...: leaves requests, elapsed seconds, CPU ticks, those of the JIT
  local name=$1 before compiled text errors
  local time=$2
  shift 2
  jit "$name" && compiled=$REPLY
  cpu "$name" && before=$REPLY
  run "$work/wrk" wrk -t 2 -c "$connections" -d "${time}s" --timeout 5s "$@" "http://127.0.0.1:${port[$name.web]}/" ||
    { REPLY="wrk ended with $(tail -n 1 "$work/wrk.err")" && return 1; }
  cpu "$name" && ticks=$((REPLY - before))
  jit "$name" && jit_ticks=$((REPLY > compiled ? REPLY - compiled : 0))
  text=$(<"$work/wrk")
  errors=$(grep -E 'Socket errors|Non-2xx' "$work/wrk" | tr -s ' ' || true)
  [[ -z $errors ]] || { REPLY=$errors && return 1; }
  [[ $text =~ ([0-9]+)\ requests\ in\ ([0-9.]+)(ms|s|m), ]] || { REPLY='wrk says no requests' && return 1; }
  requests=${BASH_REMATCH[1]}
  elapsed=${BASH_REMATCH[2]}
  [[ ${BASH_REMATCH[3]} != m ]] || elapsed=$(calculate "$elapsed * 60")
  ((requests > 0)) || { REPLY='no request came through' && return 1; }
}

carry() { # name, listener, seconds, streams: leaves bytes, bits in a second and CPU ticks
  local before compiled attempt text
  for attempt in 1 2 3; do # the last test may not have ended on the other side
    jit "$1" && compiled=$REPLY
    cpu "$1" && before=$REPLY
    if run "$work/iperf" iperf3 -c 127.0.0.1 -p "${port[$1.$2]}" -t "$3" -P "$4" -J; then break; fi
    text=$(tr -d '\n\t' <"$work/iperf")
    REPLY="iperf3: $([[ $text =~ \"error\":\ *\"([^\"]*)\" ]] && echo "${BASH_REMATCH[1]}" || echo failed)"
    ((attempt < 3)) || return 1
    nap 1
  done
  cpu "$1" && ticks=$((REPLY - before))
  jit "$1" && jit_ticks=$((REPLY > compiled ? REPLY - compiled : 0))
  text=$(tr -d ' \n\t' <"$work/iperf")
  [[ $text =~ \"sum_received\":\{[^}]*\"bytes\":([0-9]+),\"bits_per_second\":([0-9.e+]+) ]] ||
    { REPLY='iperf3 says nothing of what was received' && return 1; }
  bytes=${BASH_REMATCH[1]} bits=${BASH_REMATCH[2]}
  ((bytes > 0)) || { REPLY='not a byte came through' && return 1; }
  nap 0.3
}

ask_in_time() { # name, rate or 0 for as fast as replies come, seconds to warm, seconds: leaves what the client reports
  local configuration text
  configuration="\"target\":\"127.0.0.1:${port[$1.web]}\",\"connections\":$connections,\"rate\":$2,\"protocol\":\"http\""
  run "$work/client" "$java" -XX:+UseSerialGC -Xmx256m -cp "$client_jar" bench/side/WarmClient.java \
    "{$configuration,\"duration\":\"$3s\"}" "{$configuration,\"duration\":\"$4s\",\"report\":\"$work/client.json\"}" ||
    { REPLY="the client: $(tail -n 1 "$work/client.err")" && return 1; }
  text=$(tr -d ' \n' <"$work/client.json")
  [[ $text =~ \"failed\":([0-9]+) && ${BASH_REMATCH[1]} == 0 ]] || { REPLY='requests failed' && return 1; }
  [[ $text =~ \"throughput\":([0-9.E]+) ]] && rate_served=${BASH_REMATCH[1]}
  [[ $2 != 0 ]] || return 0
  (($(calculate "$rate_served > 0.95 * $2"))) ||
    { REPLY="$2 requests/s were asked for and $rate_served came" && return 1; }
  steady "$text" || { REPLY="the report has no quantiles of two seconds" && return 1; }
}

# Quantiles since the intended start, each the median over the seconds of a run but the first: that opens all
# connections at once, and 80 ms of it would be the p99 of a run of eight seconds.
steady() { # report without blanks: leaves p50, p99, p999
  read -r p50 p99 p999 < <(
    grep -oE '"latencyMicros":\{"p50":[0-9]+,"p90":[0-9]+,"p99":[0-9]+,"p99.9":[0-9]+' <<<"${1#*\"timeline\":}" |
      awk -F '[:,]' '
        function median(value,   i, j, kept) {
          for (i = 2; i < n; i++) {
            kept = value[i]
            for (j = i - 1; j > 0 && value[j] > kept; j--) value[j + 1] = value[j]
            value[j + 1] = kept
          }
          return value[int(n / 2)]
        }
        NR > 1 { n = NR; half[NR - 1] = $3; most[NR - 1] = $7; nearly_all[NR - 1] = $9 }
        END { if (n > 1) print median(half), median(most), median(nearly_all) }'
  )
}

# Without time limits, as bash waits with select, which knows no more than 1,024 files: who calls it has one.
hold() { # port, connections, file to say so in: opens them, asks once over each, and waits
  local n fd line
  for ((n = 0; n < $2; n++)); do
    exec {fd}<>"/dev/tcp/127.0.0.1/$1" || exit 1
    printf 'GET / HTTP/1.1\r\nHost: bench\r\n\r\n' >&"$fd"
    IFS= read -r -u "$fd" line && [[ $line == 'HTTP/1.1 200 OK'* ]] || exit 1
    while IFS= read -r -u "$fd" line && [[ $line != $'\r' ]]; do :; done
    IFS= read -r -N 64 -u "$fd" line || exit 1
  done
  echo all >"$3"
  read -r -u "$never"
}

hold_open() { # name of the balancer, connections, name of this
  rm -f "$work/held"
  hold "${port[$1.web]}" "$2" "$work/held" 2>"$work/hold.err" &
  pid[$3]=$!
  local deadline=$((SECONDS + 60))
  until [[ -s $work/held ]]; do
    if ! kill -0 "${pid[$3]}" 2>/dev/null || ((SECONDS > deadline)); then
      REPLY="$2 connections could not be held"
      return 1
    fi
    nap 0.05
  done
}

calculate() { # expression
  awk "BEGIN { printf \"%.6g\", ($1) }"
}
