package io.equipoise.balancer.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prometheus text, read strictly by the format's own description: anything that a scrape would stumble over fails.
 *
 * @param types type by family
 * @param values value by series
 */
record Exposition(Map<String, String> types, Map<Series, Double> values) {
    private static final Pattern HEADER = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"");

    /** A name and its labels. */
    record Series(String name, Map<String, String> labels) {
        Series without(String label) {
            Map<String, String> rest = new TreeMap<>(labels);
            rest.remove(label);
            return new Series(name, rest);
        }
    }

    static Exposition parse(String text) {
        if (!text.endsWith("\n")) {
            throw new AssertionError("the last line has no end");
        }
        Exposition parsed = new Exposition(new LinkedHashMap<>(), new LinkedHashMap<>());
        Set<String> families = new LinkedHashSet<>();
        String current = "";
        for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
            Matcher header = HEADER.matcher(line);
            if (header.matches()) {
                String family = header.group(2);
                if (!family.equals(current) && !families.add(family)) {
                    throw new AssertionError("the family comes twice: " + line);
                }
                current = family;
                parsed.onHeader(header);
            } else {
                parsed.onSample(line, current);
            }
        }
        parsed.checkHistograms();
        return parsed;
    }

    /** The value of the series with exactly those labels, given as name, value, name, value. */
    double value(String name, String... labels) {
        Double value = values.get(new Series(name, pairs(labels)));
        if (value == null) {
            throw new AssertionError("there is no " + name + pairs(labels));
        }
        return value;
    }

    /** The sum over all series of that name that have at least those labels. */
    double sum(String name, String... labels) {
        return series(name, labels).stream().mapToDouble(values::get).sum();
    }

    /** The series of that name that have at least those labels. */
    List<Series> series(String name, String... labels) {
        Map<String, String> wanted = pairs(labels);
        return values.keySet().stream()
                .filter(series ->
                        series.name().equals(name) && series.labels().entrySet().containsAll(wanted.entrySet()))
                .toList();
    }

    /** All values that a label has anywhere. */
    Set<String> labelValues(String label) {
        Set<String> all = new LinkedHashSet<>();
        values.keySet().stream()
                .map(series -> series.labels().get(label))
                .filter(value -> value != null)
                .forEach(all::add);
        return all;
    }

    private void onHeader(Matcher header) {
        if (header.group(1).equals("TYPE") && types.put(header.group(2), header.group(3)) != null) {
            throw new AssertionError("the type comes twice: " + header.group());
        }
    }

    private void onSample(String line, String family) {
        Matcher name = NAME.matcher(line);
        if (!name.lookingAt()) {
            throw new AssertionError("no sample: " + line);
        }
        String suffix = name.group().startsWith(family) ? name.group().substring(family.length()) : "?";
        boolean fits = switch (types.getOrDefault(family, "")) {
            case "histogram" -> List.of("_bucket", "_sum", "_count").contains(suffix);
            case "summary" -> List.of("", "_sum", "_count").contains(suffix);
            default -> suffix.isEmpty();
        };
        if (!fits) {
            throw new AssertionError("it is not of the family " + family + ": " + line);
        }
        Map<String, String> labels = new TreeMap<>();
        int at = name.end();
        if (at < line.length() && line.charAt(at) == '{') {
            at = labels(line, at + 1, labels);
        }
        if (at >= line.length() || line.charAt(at) != ' ') {
            throw new AssertionError("no blank before the value: " + line);
        }
        String value = line.substring(at + 1);
        double number = value.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value);
        if (values.put(new Series(name.group(), labels), number) != null) {
            throw new AssertionError("the series comes twice: " + line);
        }
    }

    private static int labels(String line, int start, Map<String, String> into) {
        int at = start;
        Matcher label = LABEL.matcher(line);
        while (label.region(at, line.length()).lookingAt()) {
            String value =
                    label.group(2).replace("\\\\", "\0").replace("\\n", "\n").replace("\\\"", "\"");
            if (into.put(label.group(1), value.replace("\0", "\\")) != null) {
                throw new AssertionError("the label comes twice: " + line);
            }
            at = label.end();
            if (line.charAt(at) == ',') {
                at++;
            }
        }
        if (line.charAt(at) != '}') {
            throw new AssertionError("labels do not end: " + line);
        }
        return at + 1;
    }

    /** Buckets grow, and the last has all. */
    private void checkHistograms() {
        Map<Series, TreeMap<Double, Double>> buckets = new LinkedHashMap<>();
        values.forEach((series, value) -> {
            if (series.name().endsWith("_bucket")) {
                String bound = series.labels().get("le");
                double le = bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
                buckets.computeIfAbsent(series.without("le"), s -> new TreeMap<>())
                        .put(le, value);
            }
        });
        buckets.forEach((series, byBound) -> {
            List<Double> counts = new ArrayList<>(byBound.values());
            String count = series.name().replaceFirst("_bucket$", "_count");
            if (!counts.equals(counts.stream().sorted().toList())
                    || byBound.lastKey() != Double.POSITIVE_INFINITY
                    || !byBound.lastEntry().getValue().equals(values.get(new Series(count, series.labels())))) {
                throw new AssertionError("no histogram: " + series + byBound);
            }
        });
    }

    private static Map<String, String> pairs(String... labels) {
        Map<String, String> pairs = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            pairs.put(labels[i], labels[i + 1]);
        }
        return pairs;
    }
}
