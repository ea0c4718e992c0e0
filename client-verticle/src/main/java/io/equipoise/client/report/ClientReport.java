package io.equipoise.client.report;

import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened, added up: requests, failures by reason, latencies, and who answered. Reports add to each other, so
 * each event loop keeps its own. Not thread-safe: one owner at a time.
 */
public final class ClientReport {
    /** The backend that answered without saying who it is. */
    public static final String UNKNOWN = "unknown";

    private static final Comparator<BackendShare> BY_ID = Comparator.comparing(BackendShare::id);

    private final Map<Failure, Long> failures = new EnumMap<>(Failure.class);
    private final Latency service = new Latency();
    private final Latency sinceIntended = new Latency();
    private final Map<String, Answers> backends = new HashMap<>();
    private final Latency lateForBusyConnections = new Latency();
    private final Latency lateForTheGenerator = new Latency();
    private final Latency loopLag = new Latency();
    private long neverStarted;
    private long lostIdle;
    private long connectRetries;

    /**
     * Counts a right reply.
     *
     * @param backend who gave it
     * @param firstOfConnection whether the connection had no reply before
     * @param serviceNanos from the start of the request, connecting included, to the last byte of the reply
     * @param sinceIntendedNanos the same from when the request should have started
     */
    public void success(String backend, boolean firstOfConnection, long serviceNanos, long sinceIntendedNanos) {
        service.record(serviceNanos);
        sinceIntended.record(sinceIntendedNanos);
        Answers answers = backends.get(backend);
        if (answers == null) {
            answers = new Answers();
            backends.put(backend, answers);
        }
        answers.requests++;
        if (firstOfConnection) {
            answers.connections++;
        }
    }

    /** Counts a failed request. */
    public void failure(Failure reason) {
        failures.merge(reason, 1L, Long::sum);
    }

    /** Counts a connection that the other side ended between two requests: no request was lost. */
    public void lostIdle() {
        lostIdle++;
    }

    /** Counts a further attempt of a request to connect: no byte of it had been sent. */
    public void connectRetried() {
        connectRetries++;
    }

    /** Counts a request that started so long after its time because every connection had another one. */
    public void startedLateForBusyConnections(long lateNanos) {
        lateForBusyConnections.record(lateNanos);
    }

    /** Counts a request that started so long after its time though its connection waited for it. */
    public void startedLateForTheGenerator(long lateNanos) {
        lateForTheGenerator.record(lateNanos);
    }

    /** Notes how late a timer of an event loop fired. */
    public void loopWasLate(long lateNanos) {
        loopLag.record(lateNanos);
    }

    /** Counts requests that were due and never started, because every connection was busy up to the end. */
    public void neverStarted(long requests) {
        neverStarted += requests;
    }

    /** All histograms, always in the same order. */
    List<Latency> latencies() {
        return List.of(service, sinceIntended, lateForBusyConnections, lateForTheGenerator, loopLag);
    }

    void failures(Failure reason, long count) {
        failures.merge(reason, count, Long::sum);
    }

    void answers(BackendShare share) {
        Answers answers = backends.computeIfAbsent(share.id(), unseen -> new Answers());
        answers.connections += share.connections();
        answers.requests += share.requests();
    }

    void lostIdle(long connections) {
        lostIdle += connections;
    }

    void connectRetries(long attempts) {
        connectRetries += attempts;
    }

    /** Adds all that the other one counted; the other one is unchanged. */
    public void add(ClientReport other) {
        other.failures.forEach((reason, count) -> failures.merge(reason, count, Long::sum));
        service.add(other.service);
        sinceIntended.add(other.sinceIntended);
        other.backends.forEach((id, answers) ->
                backends.computeIfAbsent(id, unseen -> new Answers()).add(answers));
        lateForBusyConnections.add(other.lateForBusyConnections);
        lateForTheGenerator.add(other.lateForTheGenerator);
        loopLag.add(other.loopLag);
        neverStarted += other.neverStarted;
        lostIdle += other.lostIdle;
        connectRetries += other.connectRetries;
    }

    /** Back to nothing counted. */
    public void reset() {
        failures.clear();
        service.reset();
        sinceIntended.reset();
        backends.clear();
        lateForBusyConnections.reset();
        lateForTheGenerator.reset();
        loopLag.reset();
        neverStarted = 0;
        lostIdle = 0;
        connectRetries = 0;
    }

    /** Requests with a right reply. */
    public long succeeded() {
        return service.count();
    }

    /** Requests without one. */
    public long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /** A view of the reasons that occurred, with their counts. */
    public Map<Failure, Long> failures() {
        return Collections.unmodifiableMap(failures);
    }

    /** Connections that the other side ended between two requests. */
    public long connectionsLostIdle() {
        return lostIdle;
    }

    /** Further attempts of requests to connect. */
    public long connectRetries() {
        return connectRetries;
    }

    /** From the start of a request, connecting included, to the last byte of its reply; right replies only. */
    public Latency service() {
        return service;
    }

    /** The same from when the request should have started; equal to {@link #service} without a rate. */
    public Latency sinceIntended() {
        return sinceIntended;
    }

    /** How late requests started for which no connection was free; none without a rate. */
    public Latency lateForBusyConnections() {
        return lateForBusyConnections;
    }

    /** How late requests started that had a connection: the load generator's own fault; none without a rate. */
    public Latency lateForTheGenerator() {
        return lateForTheGenerator;
    }

    /** How late the generator's own timers fired. */
    public Latency loopLag() {
        return loopLag;
    }

    /** Requests that were due and never started. */
    public long neverStarted() {
        return neverStarted;
    }

    /** Who answered, by id. */
    public List<BackendShare> backends() {
        return backends.entrySet().stream()
                .map(entry -> new BackendShare(entry.getKey(), entry.getValue().connections, entry.getValue().requests))
                .sorted(BY_ID)
                .toList();
    }

    private static final class Answers {
        private long connections;
        private long requests;

        void add(Answers other) {
            connections += other.connections;
            requests += other.requests;
        }
    }
}
