# The raw runs of side-by-side as JSON. After metrics.awk.

function quote(text) {
  gsub(/[\\"]/, "\\\\&", text)
  gsub(/[\001-\037]/, " ", text)
  return "\"" text "\""
}

function runs(name, who,    round, text) {
  text = ""
  for (round = 1; round <= last_round; round++)
    text = text (round == 1 ? "" : ", ") ((name, who, round) in value ? value[name, who, round] + 0 : "null")
  return "[" text "]"
}

function entry(i, who,    n) {
  if (collect(key[i], who, "") == 0) return
  printf "%s\n    {\"figure\": %s, \"unit\": %s, \"balancer\": %s, \"runs\": %s", separator, quote(key[i]), quote(unit[i]),
    quote(who), runs(key[i], who)
  n = collect(key[i], who, "")
  printf ", \"median\": %.6g, \"lowest\": %.6g, \"highest\": %.6g", median(n), sorted[1], sorted[n]
  if (base[i] != "" && (n = collect(key[i], who, base[i])) > 0)
    printf ", \"ratio\": {\"to\": %s, \"median\": %.4g, \"lowest\": %.4g, \"highest\": %.4g}", quote(base[i]), median(n),
      sorted[1], sorted[n]
  printf ", \"target\": %s}", quote(who == "haproxy" || who == "nginx" ? "" : target[i])
  separator = ","
}

END {
  printf "{\n  \"cores\": %d, \"kernel\": %s, \"versions\": %s, \"seconds\": %d, \"rounds\": %d,\n", cores, quote(kernel),
    quote(versions), seconds, rounds
  printf "  \"warmedUpSeconds\": {"
  for (b = 1; b <= balancers; b++)
    for (what = 1; what <= split("kept connections bulk latency", kind, " "); what++)
      if (("warming." kind[what], balancer[b], 0) in value)
        printf "%s%s: %d", comma++ ? ", " : "", quote(balancer[b] "." kind[what]), value["warming." kind[what], balancer[b], 0]
  printf "},\n  \"latencyAtRequestsPerSecond\": %d,\n", value["latency.asked", "all", 0]
  printf "  \"invalid\": ["
  for (i = 1; i <= invalid_runs; i++) printf "%s%s", i == 1 ? "" : ", ", quote(invalids[i])
  printf "],\n  \"figures\": ["
  for (i = 1; i <= metrics; i++) {
    for (b = 1; b <= balancers; b++) entry(i, balancer[b])
    if (is_way(base[i])) entry(i, base[i])
  }
  print "\n  ]\n}"
}
