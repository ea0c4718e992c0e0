package io.equipoise.backend;

import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Departure;
import io.equipoise.cluster.registry.Registration;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one registration: it is announced at its start, every third of its lease (±10 %), at once on a change,
 * and soon after a roll call; each time the shared map is renewed as well. A map that fails or hangs stops no
 * announcement; it is tried again, later each time. When the map shows a later start of the same backend, this one is
 * superseded and says no more.
 *
 * <p>Owned by one event loop.
 */
final class Registrar {
    /** Answers to a roll call are spread over that time, so that thousands do not come in one instant. */
    static final Duration ROLL_CALL_SPREAD = Duration.ofMillis(250);

    private static final Logger log = LoggerFactory.getLogger(Registrar.class);
    private static final double JITTER = 0.1;
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(5);
    private static final int MOST_DOUBLINGS = 10;

    private final RegistryLink link;
    private final Timers timers;
    private final RandomGenerator random;
    private final Runnable onSuperseded;
    private Registration current;
    private Runnable renewal = Timers.NONE;
    private Runnable retry = Timers.NONE;
    private Runnable rollCall = Timers.NONE;
    private Future<?> write = Future.succeededFuture();
    private boolean writesAgain;
    private int failures;
    private boolean silent;

    /**
     * For a registration whose id was claimed.
     *
     * @param onSuperseded called once, when a later start of the same backend is seen
     */
    Registrar(RegistryLink link, Timers timers, RandomGenerator random, Registration claimed, Runnable onSuperseded) {
        this.link = link;
        this.timers = timers;
        this.random = random;
        this.current = claimed;
        this.onSuperseded = onSuperseded;
    }

    /** What was announced last. */
    Registration registration() {
        return current;
    }

    /** Announces now, and from now on in time. */
    void announce() {
        announce(current.state());
    }

    /** Announces another state, at once. */
    void announce(BackendState state) {
        if (silent) {
            return;
        }
        current = current.with(state, current.sequence() + 1);
        link.announce(current);
        write();
        renewal.run();
        renewal = timers.after(jittered(renewalInterval()), this::announce);
    }

    /** Announces soon, unless it never has; calls before then are answered by the same announcement. */
    void onRollCall() {
        if (!silent && current.sequence() > 0 && rollCall == Timers.NONE) {
            Duration delay = Duration.ofNanos(random.nextLong(ROLL_CALL_SPREAD.toNanos()));
            rollCall = timers.after(delay, () -> {
                rollCall = Timers.NONE;
                announce();
            });
        }
    }

    /**
     * Says that this start of the backend is gone for good.
     *
     * @return never fails and takes at most 5 s; an entry that could not be removed ends with its lease
     */
    Future<Void> leave() {
        if (silent) {
            return Future.succeededFuture();
        }
        silence();
        Future<Void> told = link.depart(new Departure(current.id(), current.incarnation(), current.sequence() + 1));
        Promise<Void> gone = Promise.promise();
        Runnable limit = timers.after(LEAVE_LIMIT, () -> gone.tryFail("no answer within " + LEAVE_LIMIT));
        // A renewal that is under way would write the entry again; and what is not yet on its way is lost with the bus.
        write.transform(written -> link.remove(current.id(), current.incarnation()))
                .transform(removed -> told.transform(sent -> removed.succeeded()
                        ? Future.<Void>succeededFuture()
                        : Future.<Void>failedFuture(removed.cause())))
                .onComplete(removed -> {
                    limit.run();
                    var unused = removed.succeeded() ? gone.tryComplete() : gone.tryFail(removed.cause());
                });
        return gone.future().recover(cause -> {
            log.atWarn()
                    .addKeyValue("backend", current.id())
                    .addKeyValue("cause", cause.getMessage())
                    .log("registration could not be removed and ends with its lease");
            return Future.succeededFuture();
        });
    }

    private void silence() {
        silent = true;
        renewal.run();
        retry.run();
        rollCall.run();
    }

    private void write() {
        retry.run();
        if (!write.isComplete()) {
            writesAgain = true;
            return;
        }
        writesAgain = false;
        write = link.find(current.id()).compose(found -> {
            if (found.filter(other -> other.incarnation() > current.incarnation())
                    .isPresent()) {
                supersede(found.get());
            }
            return silent ? Future.succeededFuture() : link.put(current);
        });
        write.onComplete(this::onWritten);
    }

    private void onWritten(AsyncResult<?> written) {
        if (silent) {
            return;
        }
        if (written.failed()) {
            onFailure(written.cause());
            return;
        }
        if (failures > 0) {
            failures = 0;
            log.atInfo().addKeyValue("backend", current.id()).log("shared registry is back");
        }
        if (writesAgain) {
            write();
        }
    }

    private void onFailure(Throwable cause) {
        if (failures == 0) {
            log.atWarn()
                    .addKeyValue("backend", current.id())
                    .addKeyValue("cause", cause.getMessage())
                    .log("shared registry cannot be written; announcements go on");
        }
        Duration backOff = FIRST_RETRY.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        retry = timers.after(
                jittered(backOff.compareTo(renewalInterval()) < 0 ? backOff : renewalInterval()), this::write);
    }

    private void supersede(Registration later) {
        silence();
        log.atError()
                .addKeyValue("backend", current.id())
                .addKeyValue("laterAddress", later.host() + ":" + later.port())
                .addKeyValue("laterIncarnation", later.incarnation())
                .log("another backend has taken this id; this one stops");
        onSuperseded.run();
    }

    private Duration renewalInterval() {
        return Duration.ofMillis(current.leaseMillis()).dividedBy(3);
    }

    private Duration jittered(Duration duration) {
        return Duration.ofNanos((long) (duration.toNanos() * (1 + JITTER * (2 * random.nextDouble() - 1))));
    }
}
