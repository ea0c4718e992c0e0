package io.equipoise.testkit;

import io.equipoise.testkit.ConnectionLoad.Request;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What became of a load.
 *
 * @param requests all that have ended
 */
public record LoadResult(List<Request> requests) {

    public LoadResult {
        requests = List.copyOf(requests);
    }

    /** Those that failed. */
    public List<Request> failed() {
        return requests.stream().filter(Request::failed).toList();
    }

    /** Those that were begun from that {@link System#nanoTime()} on. */
    public LoadResult begunFrom(long nanos) {
        return new LoadResult(requests.stream()
                .filter(request -> request.startNanos() - nanos >= 0)
                .toList());
    }

    /** How many failed, by what went wrong. */
    public Map<String, Long> failures() {
        return count(failed(), Request::failure);
    }

    /** How many were answered, by the backend that did. */
    public Map<String, Long> byBackend() {
        return count(requests.stream().filter(request -> !request.failed()).toList(), Request::backend);
    }

    /** The longest time from beginning to end, in milliseconds. */
    public long slowestMillis() {
        return requests.stream()
                .mapToLong(request -> (request.endNanos() - request.startNanos()) / 1_000_000)
                .max()
                .orElse(0);
    }

    /**
     * The time within which that part of the requests ended, in milliseconds.
     *
     * @param part above 0 and at most 1, such as 0.99
     */
    public long quantileMillis(double part) {
        long[] millis = requests.stream()
                .mapToLong(request -> (request.endNanos() - request.startNanos()) / 1_000_000)
                .sorted()
                .toArray();
        return millis.length == 0 ? 0 : millis[(int) Math.ceil(part * millis.length) - 1];
    }

    private static Map<String, Long> count(List<Request> requests, Function<Request, String> key) {
        return requests.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
    }

    @Override
    public String toString() {
        return requests.size() + " requests, " + failed().size() + " failed " + failures() + ", slowest "
                + slowestMillis() + " ms, by backend " + byBackend();
    }
}
