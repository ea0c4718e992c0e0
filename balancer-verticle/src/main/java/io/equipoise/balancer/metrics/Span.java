package io.equipoise.balancer.metrics;

import io.equipoise.balancer.proxy.SessionReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** A length of time in the life of a session. Each has a histogram for each backend. */
enum Span {
    /** Of sessions that waited for room. */
    QUEUE_WAIT("queue.wait", "Time in the queue of sessions that waited for room"),
    /** Until a backend was connected, whatever failed before. */
    CONNECT("connect", "Time from the accept until a backend was connected, less the time in the queue"),
    /** What the backend needs to answer, as its clients feel it. */
    FIRST_BYTE("first.byte", "Time from the client's first byte until the backend's first byte"),
    /** The whole of it. */
    SESSION("session", "Time from the accept until the end of the session");

    private static final long[] QUICK_MICROS = {
        100,
        250,
        500,
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        30_000_000,
        60_000_000
    };
    private static final long[] LASTING_MILLIS = {
        1,
        5,
        10,
        50,
        100,
        500,
        1_000,
        5_000,
        10_000,
        30_000,
        60_000,
        300_000,
        900_000,
        3_600_000,
        21_600_000,
        86_400_000
    };

    private final String meter;
    private final String description;

    Span(String meter, String description) {
        this.meter = meter;
        this.description = description;
    }

    /** The bounds of delays: connecting, waiting, answering. */
    static Duration[] quick() {
        return Arrays.stream(QUICK_MICROS)
                .mapToObj(micros -> Duration.of(micros, ChronoUnit.MICROS))
                .toArray(Duration[]::new);
    }

    /** Histograms of that backend of that service, made when they have something to show. */
    static EnumMeters<Span, Timer> of(MeterRegistry registry, String service, String backend) {
        Tags tags = Tags.of("service", service, "backend", backend);
        return new EnumMeters<>(Span.class, span -> span.timer(registry, tags));
    }

    /** Records all that the session had. */
    static void record(SessionReport report, EnumMeters<Span, Timer> timers) {
        if (report.queueNanos() > 0) {
            record(timers, QUEUE_WAIT, report.queueNanos());
        }
        record(timers, CONNECT, report.connectNanos());
        record(timers, FIRST_BYTE, report.firstByteNanos());
        record(timers, SESSION, report.totalNanos());
    }

    /** A negative time is a moment that never came. */
    private static void record(EnumMeters<Span, Timer> timers, Span span, long nanos) {
        Timer timer = nanos < 0 ? null : timers.get(span);
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private Timer timer(MeterRegistry registry, Tags tags) {
        return Timer.builder("equipoise." + meter)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(this == SESSION ? lasting() : quick())
                .register(registry);
    }

    private static Duration[] lasting() {
        return Arrays.stream(LASTING_MILLIS).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
