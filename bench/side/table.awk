# The raw runs of side-by-side as tables of Markdown. After metrics.awk.

function spread(n) {
  return n == 0 ? "" : n == 1 ? show(sorted[1]) : show(median(n)) " (" show(sorted[1]) "–" show(sorted[n]) ")"
}

function values(name, who,    round, text) {
  text = ""
  for (round = 1; round <= last_round; round++)
    if ((name, who, round) in value) text = text (text == "" ? "" : " · ") show(value[name, who, round])
  return text
}

END {
  line = "| figure | unit |"
  rule = "|---|---|"
  for (b = 1; b <= balancers; b++) {
    line = line " " balancer[b] " |"
    rule = rule "---:|"
  }
  for (b = 1; b <= balancers; b++)
    if (balancer[b] != "haproxy") {
      line = line " " balancer[b] " / haproxy |"
      rule = rule "---:|"
    }
  print line " target |\n" rule "---|"
  for (i = 1; i <= metrics; i++) {
    if (!known(i)) continue
    line = "| " label[i] " | " unit[i] " |"
    for (b = 1; b <= balancers; b++)
      line = line " " spread(collect(key[i], balancer[b] == "haproxy" && is_way(base[i]) ? base[i] : balancer[b], "")) " |"
    for (b = 1; b <= balancers; b++)
      if (balancer[b] != "haproxy")
        line = line " " (base[i] == "" || base[i] == balancer[b] ? "" : spread(collect(key[i], balancer[b], base[i]))) " |"
    print line " " target[i] " |"
  }
  print "\nMedians, and from the lowest to the highest; ratios are of one round."
  for (b = 1; b <= balancers; b++) {
    text = ""
    for (what = 1; what <= split("kept connections bulk latency", kind, " "); what++)
      if (("warming." kind[what], balancer[b], 0) in value)
        text = text (text == "" ? "" : ", ") kind[what] " " value["warming." kind[what], balancer[b], 0] " s"
    if (text != "") print "Warmed up, " balancer[b] ": " text "."
  }
  if (("latency.asked", "all", 0) in value) print "Latency at " value["latency.asked", "all", 0] " requests/s."
  for (i = 1; i <= invalid_runs; i++) print "INVALID, not counted: " invalids[i]
  print "\nRaw runs, in order:\n\n| figure | unit | balancer | runs |\n|---|---|---|---|"
  for (i = 1; i <= metrics; i++) {
    if (is_way(base[i])) {
      text = values(key[i], base[i])
      if (text != "") print "| " key[i] " | " unit[i] " | " base[i] " | " text " |"
      continue
    }
    for (b = 1; b <= balancers; b++) {
      text = values(key[i], balancer[b])
      if (text != "") print "| " key[i] " | " unit[i] " | " balancer[b] " | " text " |"
    }
  }
}
