package io.equipoise.balancer.metrics;

import io.equipoise.balancer.config.DecisionsConfig;
import io.equipoise.balancer.proxy.Decision;
import io.equipoise.balancer.proxy.DecisionSampler;
import io.equipoise.balancer.proxy.SessionId;
import io.equipoise.balancer.proxy.SessionReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why sessions went where they went: the last {@value #PLACES} choices of those that were sampled, each with how its
 * session ended, and a line each at debug on the logger {@code equipoise.decisions}. All sessions are sampled while they
 * are few; then so many a second. A session that is sampled is explained whole, with its retries.
 *
 * <p>Loops write, one at a time; any thread reads, without a lock: an entry carries its number, so a reader knows a place
 * that was written over. It holds at most {@value #PLACES} times {@value Decision#MOST_CANDIDATES} candidates, some 5 MB.
 */
public final class DecisionLog implements DecisionSampler {
    /** The logger's name. */
    public static final String LOGGER = "equipoise.decisions";

    /** Choices that are kept. */
    public static final int PLACES = 2_000;

    private static final Logger log = LoggerFactory.getLogger(LOGGER);

    private final String balancer;
    private final boolean enabled;
    private final TokenBucket bucket;
    private final @Nullable Entry[] places = new Entry[PLACES];
    private volatile long last;

    /**
     * An empty log.
     *
     * @param balancer id of the balancer, with which its sessions are named
     * @param nanoTime the monotonic time that sessions are sampled by
     */
    public DecisionLog(String balancer, DecisionsConfig config, LongSupplier nanoTime) {
        this.balancer = balancer;
        this.enabled = config.enabled();
        this.bucket = new TokenBucket(config.perSecond(), nanoTime.getAsLong());
    }

    /**
     * A choice that was made.
     *
     * @param number counts choices from 1, without gaps
     * @param outcome how its session ended; null while it runs
     */
    public record Explained(
            long number, Decision decision, @Nullable SessionReport outcome) {}

    private record Entry(long number, Decision decision, Sampled session) {}

    @Override
    public @Nullable Sample sample(long nanoTime) {
        return enabled && bucket.take(nanoTime) ? new Sampled() : null;
    }

    /** The newest choices that the filter lets through, the newest first. */
    public List<Explained> newest(Predicate<Decision> filter, int limit) {
        List<Explained> found = new ArrayList<>();
        long newest = last;
        for (long number = newest; number > Math.max(0, newest - PLACES) && found.size() < limit; number--) {
            Entry entry = places[place(number)];
            if (entry == null || entry.number() != number) {
                break;
            }
            if (filter.test(entry.decision())) {
                found.add(new Explained(number, entry.decision(), entry.session().outcome));
            }
        }
        return found;
    }

    /** The newest choice for the session of that number. */
    public Optional<Explained> of(long session) {
        return newest(decision -> decision.session() == session, 1).stream().findFirst();
    }

    private synchronized long add(Decision decision, Sampled session) {
        long number = last + 1;
        places[place(number)] = new Entry(number, decision, session);
        last = number;
        return number;
    }

    private static int place(long number) {
        return (int) (number % PLACES);
    }

    private void write(long number, Decision decision) {
        log.atDebug()
                .addKeyValue("number", number)
                .addKeyValue("session", new SessionId(balancer, decision.session()))
                .addKeyValue("listener", decision.listener())
                .addKeyValue("client", ClientAddress.text(decision.client()))
                .addKeyValue("service", decision.service())
                .addKeyValue("policy", decision.policy())
                .addKeyValue("attempt", decision.attempt())
                .addKeyValue("panic", decision.panic())
                .addKeyValue("backends", decision.backends())
                .addKeyValue("eligible", decision.eligible())
                .addKeyValue("chosen", decision.chosen() == null ? "-" : decision.chosen())
                .addKeyValue("why", decision.why())
                .addKeyValue("candidates", candidates(decision))
                .log("decision");
    }

    /** Each with its sessions over its weight. */
    private static String candidates(Decision decision) {
        return decision.candidates().stream()
                .map(each -> each.backend() + " " + each.open() + "/" + each.weight())
                .collect(Collectors.joining(", "));
    }

    private final class Sampled implements Sample {
        private volatile @Nullable SessionReport outcome;

        @Override
        public void onDecision(Decision decision) {
            if (decision.attempt() > 1) {
                bucket.charge();
            }
            long number = add(decision, this);
            if (log.isDebugEnabled()) {
                write(number, decision);
            }
        }

        @Override
        public void onClosed(SessionReport report) {
            outcome = report;
        }
    }
}
