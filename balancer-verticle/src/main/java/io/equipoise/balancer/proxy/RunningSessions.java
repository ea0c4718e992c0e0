package io.equipoise.balancer.proxy;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.equipoise.balancer.pool.BackendNode;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all loops, to look at and to end. Each loop looks at its own, in pieces that delay nobody; one that does
 * not answer within {@value #LIMIT_SECONDS} s fails the call. Any thread; called back on the caller's context.
 */
public final class RunningSessions {
    private static final int LIMIT_SECONDS = 1;

    private final List<ProxyVerticle> loops;

    /** Of those loops: all that {@link ProxyVerticle#forLoops} has made. */
    public RunningSessions(List<ProxyVerticle> loops) {
        this.loops = List.copyOf(loops);
    }

    /**
     * Which sessions are asked for; null is any.
     *
     * @param service name of the service
     * @param backend id of the backend that the session is on
     * @param listener name of the listener
     */
    public record Filter(
            @Nullable String service,
            @Nullable String backend,
            @Nullable String listener) {
        /** Lets all through. */
        public static final Filter ALL = new Filter(null, null, null);

        boolean admits(Session session) {
            return (service == null || service.equals(session.route().service()))
                    && (listener == null || listener.equals(session.route().listener()))
                    && (backend == null || isOn(backend, session.backend()));
        }

        private static boolean isOn(String id, @Nullable BackendNode node) {
            return node != null && node.backend().id().equals(id);
        }
    }

    /**
     * The first sessions behind that id, by id.
     *
     * @param limit how many at most
     */
    public Future<List<SessionView>> list(Filter filter, long after, int limit) {
        List<Future<List<SessionView>>> answers = loops.stream()
                .map(loop -> from(loop, each -> each.sessions(filter, after, limit)))
                .toList();
        return Future.all(answers)
                .map(all -> all.<List<SessionView>>list().stream()
                        .flatMap(List::stream)
                        .sorted(Comparator.comparingLong(SessionView::id))
                        .limit(limit)
                        .toList());
    }

    /** The session of that id, if it runs. */
    public Future<Optional<SessionView>> find(long id) {
        return from(loopOf(id), loop -> loop.sessions(Filter.ALL, id - 1, 1))
                .map(found -> found.stream().filter(view -> view.id() == id).findFirst());
    }

    /** Ends that session with a reset to both sides; false when there is none. */
    public Future<Boolean> end(long id) {
        return from(loopOf(id), loop -> loop.endSession(id));
    }

    /** See {@link Sessions}: ids tell their loop. */
    private ProxyVerticle loopOf(long id) {
        return loops.get((int) Long.remainderUnsigned(id, loops.size()));
    }

    private static <T> Future<T> from(ProxyVerticle loop, Function<ProxyVerticle, Future<T>> question) {
        return question.apply(loop).timeout(LIMIT_SECONDS, SECONDS);
    }
}
