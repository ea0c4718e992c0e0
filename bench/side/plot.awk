# The ratios of side-by-side as SVG: a row for each figure, a dot for each round, a bar for the median. After metrics.awk.

function x(ratio,    log2) {
  log2 = log(ratio) / log(2)
  return left + (log2 < -2 ? 0 : log2 > 2 ? 4 : log2 + 2) * width / 4
}

function text(at, y, says, anchor, class) {
  gsub(/&/, "\\&amp;", says)
  gsub(/</, "\\&lt;", says)
  printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>\n", at, y, anchor, class, says
}

function tick(ratio, says) {
  printf "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"56\" y2=\"%d\" class=\"%s\"/>\n", x(ratio), x(ratio), bottom, ratio == 1 ? "one" : "grid"
  text(x(ratio), bottom + 16, says, "middle", "small")
}

END {
  left = 330
  width = 520
  split("#2a78d6 #d97706 #8b5cf6 #0f9d76 #c2410c #475569", color, " ")
  rows = 0
  for (i = 1; i <= metrics; i++) if (base[i] != "" && known(i)) row[++rows] = i
  shown = 0
  for (b = 1; b <= balancers; b++) if (balancer[b] != "haproxy") other[++shown] = balancer[b]
  step = 14 + 12 * shown
  bottom = 60 + rows * step
  printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 %d\" role=\"img\" aria-label=\"ratios to HAProxy\">\n", bottom + 44
  print "<style>text{font:12px system-ui,sans-serif;fill:#1f2937}.small{fill:#6b7280}.title{font-size:15px;font-weight:600}" \
    ".grid{stroke:#d1d5db}.one{stroke:#1f2937}rect.page{fill:#fff}</style>"
  print "<rect class=\"page\" width=\"100%\" height=\"100%\"/>"
  text(16, 24, "Ratio to HAProxy in the same round (no other is named): dots are rounds, bars medians", "start", "title")
  for (b = 1; b <= shown; b++) {
    printf "<circle cx=\"%d\" cy=\"41\" r=\"5\" fill=\"%s\"/>\n", 22 + (b - 1) * 130, color[b]
    text(32 + (b - 1) * 130, 45, other[b], "start", "")
  }
  tick(0.25, "≤ ¼")
  tick(0.5, "½")
  tick(1, "1")
  tick(2, "2")
  tick(4, "≥ 4")
  for (r = 1; r <= rows; r++) {
    i = row[r]
    y = 60 + (r - 1) * step
    text(left - 12, y + step / 2 + 2, label[i] " " target[i], "end", "")
    for (b = 1; b <= shown; b++) {
      n = collect(key[i], other[b], base[i])
      at = y + 6 + b * 12 - 4
      for (j = 1; j <= n; j++)
        printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\" fill-opacity=\"0.45\"/>\n", x(sorted[j]), at, color[b]
      if (n > 0)
        printf "<rect x=\"%.1f\" y=\"%.1f\" width=\"3\" height=\"12\" fill=\"%s\"><title>%s: %.2f</title></rect>\n",
          x(median(n)) - 1.5, at - 6, color[b], other[b], median(n)
    }
  }
  text(left + width / 2, bottom + 34, "less ← ratio, log scale → more", "middle", "small")
  print "</svg>"
}
