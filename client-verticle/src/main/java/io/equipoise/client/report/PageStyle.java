package io.equipoise.client.report;

/** The style sheet of pages; light or dark as the reader's system is. */
final class PageStyle {
    static final String CSS = """
            :root { color-scheme: light dark; --back: #fff; --fore: #1b1f24; --soft: #5b6470; --line: #dfe3e8;
              --a: #0b62d6; --b: #b3480b; --q50: #0b62d6; --q90: #0a7d55; --q99: #a86200; --q999: #c2244e;
              --asked: #5b6470; --bad: #c2244e; --warn: #fff4dc; }
            @media (prefers-color-scheme: dark) { :root { --back: #14171b; --fore: #e7eaee; --soft: #a0a9b4;
              --line: #30363d; --a: #6aa7ff; --b: #ff9f5a; --q50: #6aa7ff; --q90: #4cc795; --q99: #f0b04a;
              --q999: #ff7d9c; --asked: #a0a9b4; --bad: #ff7d9c; --warn: #3a2f14; } }
            body { background: var(--back); color: var(--fore); font: 15px/1.5 system-ui, sans-serif; margin: 0 auto;
              max-width: 960px; padding: 24px; overflow-wrap: anywhere; }
            h1 { font-size: 1.5em; margin: 0; } h2 { font-size: 1.15em; margin: 2em 0 .4em; }
            p.setup { color: var(--soft); margin: .2em 0 1em; }
            ul.notes { background: var(--warn); border-radius: 6px; padding: .6em 1em .6em 2em; }
            figure { margin: 0; } svg { width: 100%; height: auto; font: 12px system-ui, sans-serif; }
            svg text { fill: var(--fore); } svg .grid { stroke: var(--line); stroke-width: 1; }
            polyline { fill: none; stroke-width: 1.6; } .dashed { stroke-dasharray: 5 4; }
            polyline.run-a, i.run-a { stroke: var(--a); border-color: var(--a); }
            polyline.run-b, i.run-b { stroke: var(--b); border-color: var(--b); }
            polyline.asked:not(.run-a):not(.run-b), i.asked:not(.run-a):not(.run-b) { stroke: var(--asked);
              border-color: var(--asked); }
            polyline.asked { stroke-width: 1; }
            polyline.q50, i.q50 { stroke: var(--q50); border-color: var(--q50); }
            polyline.q90, i.q90 { stroke: var(--q90); border-color: var(--q90); stroke-dasharray: 8 3; }
            polyline.q99, i.q99 { stroke: var(--q99); border-color: var(--q99); stroke-dasharray: 4 3; }
            polyline.q999, i.q999 { stroke: var(--q999); border-color: var(--q999); stroke-dasharray: 2 2; }
            circle, rect.run-a { fill: var(--a); } circle.run-b, rect.run-b { fill: var(--b); }
            circle.q90 { fill: var(--q90); } circle.q99 { fill: var(--q99); } circle.q999 { fill: var(--q999); }
            rect.bad { fill: var(--bad); }
            ul.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; list-style: none; margin: .2em 0; padding: 0; }
            ul.legend i { border-top-style: solid; border-top-width: 2px; display: inline-block; margin-right: 6px; vertical-align: middle;
              width: 24px; } ul.legend i.dashed, ul.legend i.q90, ul.legend i.q99 { border-top-style: dashed; }
            ul.legend i.q999 { border-top-style: dotted; }
            .scroll { margin: 0 0 1em; overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { border-bottom: 1px solid var(--line); padding: .25em .9em .25em 0; text-align: right; }
            th:first-child, td:first-child { text-align: left; } thead th { color: var(--soft); font-weight: 500; }
            details { margin: .6em 0; } summary { cursor: pointer; }
            """;

    private PageStyle() {}
}
