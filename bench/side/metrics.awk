# The metrics of side-by-side, and what all its reports make of the raw runs: metric, balancer, round, value.

BEGIN {
  FS = "\t"
  balancers = split(order, balancer, " ")
  # key, what it is, unit, whom the ratio is against, target of the ratio or of the value
  metric("kept.rate", "requests/s, 64 connections kept", "1/s", "haproxy", "≥ 1.05")
  metric("kept.cpu", "CPU per request, kept", "µs", "haproxy", "≤ 1.00, io_uring 0.80")
  metric("kept.jit", "of that in the JIT's compilers", "%", "", "")
  metric("connections.rate", "connections/s, one request each", "1/s", "haproxy", "≥ 0.95")
  metric("connections.cpu", "CPU per connection", "µs", "haproxy", "≤ 1.20, io_uring 1.05")
  metric("connections.jit", "of that in the JIT's compilers", "%", "", "")
  metric("bulk1.rate", "1 stream", "Gbit/s", "haproxy", "≥ 1.05")
  metric("bulk16.rate", "16 streams", "Gbit/s", "haproxy", "≥ 1.05")
  metric("bulk1.cpu", "CPU per GB, 1 stream", "ms", "haproxy", "≤ 1.00")
  metric("bulk16.cpu", "CPU per GB, 16 streams", "ms", "haproxy", "≤ 1.00")
  metric("bulk1.cpu", "the same against HAProxy told to splice", "ms", "haproxy-splicing", "")
  metric("bulk16.cpu", "the same, 16 streams", "ms", "haproxy-splicing", "")
  metric("bulk1.cpu", "the same against HAProxy without splice", "ms", "haproxy-copying", "≤ 0.55")
  metric("bulk16.cpu", "the same, 16 streams", "ms", "haproxy-copying", "≤ 0.55")
  metric("latency.p50", "p50 at half of the lowest peak", "µs", "haproxy", "")
  metric("latency.p99", "p99 at half of the lowest peak", "µs", "haproxy", "≤ 1.00")
  metric("latency.p999", "p99.9 at half of the lowest peak", "µs", "haproxy", "≤ 1.3")
  metric("memory.idle", "memory per idle connection (ratios to nginx)", "KiB", "nginx", "≤ 1.00")
  metric("memory.process", "memory of the process, idle", "MiB", "", "")
  metric("memory.clustered", "the same, clustered", "MiB", "", "≤ 150")
  metric("start.alone", "start until the first byte served", "s", "", "≤ 0.7, the best")
  metric("start.cpu", "CPU until the first byte served", "s", "", "")
  metric("start.clustered", "the same, clustered", "s", "", "≤ 3, the best")
  metric("warm.seconds", "start until 90 % of the warm rate", "s", "", "≤ 3")
}

function metric(name, says, of, against, wanted) {
  key[++metrics] = name
  label[metrics] = says
  unit[metrics] = of
  base[metrics] = against
  target[metrics] = wanted
}

$4 ~ /^invalid/ {
  invalids[++invalid_runs] = $1 ", " $2 ", round " $3 ": " substr($4, 10)
  next
}

{
  value[$1, $2, $3] = $4
  if ($3 + 0 > last_round) last_round = $3 + 0
}

# Fills sorted[1..n] with the values of all rounds, or with their ratios to those of another in the same round.
function collect(name, who, against,    round, n, i, x) {
  n = 0
  for (round = 1; round <= last_round; round++) {
    if (!((name, who, round) in value)) continue
    x = value[name, who, round] + 0
    if (against != "") {
      if (!((name, against, round) in value) || value[name, against, round] + 0 == 0) continue
      x /= value[name, against, round]
    }
    for (i = n++; i > 0 && sorted[i] > x; i--) sorted[i + 1] = sorted[i]
    sorted[i + 1] = x
  }
  return n
}

function median(n) {
  return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}

function show(x) {
  return sprintf(x >= 1000 ? "%.0f" : x >= 100 ? "%.0f" : x >= 10 ? "%.1f" : "%.2f", x)
}

# Another way of HAProxy to do the same, which has no column of its own.
function is_way(who) {
  return who ~ /^haproxy-/
}

function known(i,    b) {
  if (is_way(base[i]) && collect(key[i], base[i], "") == 0) return 0
  for (b = 1; b <= balancers; b++) if (collect(key[i], balancer[b], "") > 0) return 1
  return 0
}
