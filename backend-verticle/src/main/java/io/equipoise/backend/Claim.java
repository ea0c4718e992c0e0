package io.equipoise.backend;

import io.equipoise.cluster.launch.StartFailure;
import io.equipoise.cluster.registry.Registration;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an id in the cluster for one start of a backend. Its incarnation is the wall clock's milliseconds, or one above
 * what stands in the map when that is not earlier. An id whose owner has the same or a later incarnation and still
 * answers is not to be had; an earlier owner is superseded.
 */
final class Claim {
    private static final Logger log = LoggerFactory.getLogger(Claim.class);
    private static final int ROUNDS = 3;
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final RegistryLink link;
    private final Timers timers;
    private final LongSupplier wallMillis;

    Claim(RegistryLink link, Timers timers, LongSupplier wallMillis) {
        this.link = link;
        this.timers = timers;
        this.wallMillis = wallMillis;
    }

    /**
     * Takes the id of that registration.
     *
     * @param start makes one start of it, which knows its incarnation
     * @param open makes a start answer pings: before the map shows it, so that no balancer asks in vain
     * @param cancel takes that back when the id was not to be had
     * @return the start that has the id, or a {@link StartFailure} that says who has it or that the cluster does not
     *     answer
     */
    <S> Future<S> take(
            Registration draft, Function<Registration, S> start, Function<S, Future<Void>> open, Consumer<S> cancel) {
        return round(1, draft, mine -> {
            S one = start.apply(mine);
            return open.apply(one)
                    .compose(answers -> link.claim(mine))
                    .map(taken -> taken ? Optional.of(one) : Optional.<S>empty())
                    .andThen((taken, failure) -> {
                        if (failure != null || taken.isEmpty()) {
                            cancel.accept(one);
                        }
                    });
        });
    }

    private <S> Future<S> round(int number, Registration draft, Function<Registration, Future<Optional<S>>> attempt) {
        long now = wallMillis.getAsLong();
        return attempt.apply(draft.startedAs(now))
                .compose(first -> first.isPresent()
                        ? Future.succeededFuture(first.get())
                        : incarnationAfter(draft, now)
                                .compose(later -> attempt.apply(draft.startedAs(later)))
                                .compose(Claim::orLost))
                .recover(cause -> cause instanceof StartFailure
                        ? Future.failedFuture(cause)
                        : again(number, draft, attempt, cause));
    }

    private static <S> Future<S> orLost(Optional<S> taken) {
        return taken.map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture("another backend takes the id at the same moment"));
    }

    private <S> Future<S> again(
            int number, Registration draft, Function<Registration, Future<Optional<S>>> attempt, Throwable cause) {
        if (number == ROUNDS) {
            return Future.failedFuture(new StartFailure(
                    "id " + draft.id() + " cannot be registered: the cluster's registry says: " + cause.getMessage(),
                    cause));
        }
        log.atDebug().addKeyValue("backend", draft.id()).setCause(cause).log("registration is tried again");
        Promise<S> later = Promise.promise();
        timers.after(
                PAUSE.multipliedBy(number),
                () -> round(number + 1, draft, attempt).onComplete(later));
        return later.future();
    }

    /** One that is later than what stands in the map, if its owner is dead. */
    private Future<Long> incarnationAfter(Registration draft, long now) {
        return link.find(draft.id()).compose(found -> {
            if (found.isEmpty() || found.get().incarnation() < now) {
                return Future.succeededFuture(now);
            }
            Registration other = found.get();
            return link.answers(other)
                    .compose(answers -> answers
                            ? Future.failedFuture(taken(other))
                            : Future.succeededFuture(other.incarnation() + 1));
        });
    }

    private static StartFailure taken(Registration other) {
        return new StartFailure("id " + other.id() + " is taken by the backend at " + other.host() + ":" + other.port()
                + ", which answers; give this one another id, or none");
    }
}
