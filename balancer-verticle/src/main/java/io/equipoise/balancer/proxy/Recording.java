package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.Lease;
import io.equipoise.balancer.pool.Selector;
import io.equipoise.balancer.pool.Selector.Asked;
import io.equipoise.balancer.pool.Selector.Explanation;
import io.equipoise.balancer.pool.ServiceView;
import io.equipoise.balancer.proxy.Decision.Candidate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes down the choices of one session that is sampled. Owned by its loop. */
final class Recording {
    private final DecisionSampler.Sample sample;
    private final ProxyLoop loop;
    private final Route route;
    private final Tally tally;
    private final long session;
    private final Attempts attempts;
    private int attempt;

    private Recording(
            DecisionSampler.Sample sample, ProxyLoop loop, Route route, Tally tally, long session, Attempts attempts) {
        this.sample = sample;
        this.loop = loop;
        this.route = route;
        this.tally = tally;
        this.session = session;
        this.attempts = attempts;
    }

    /** Of that session, if it is sampled; else null. */
    static @Nullable Recording of(ProxyLoop loop, Route route, Tally tally, long session, Attempts attempts) {
        try {
            DecisionSampler.Sample sample = loop.sampler().sample(tally.acceptedAt());
            return sample == null ? null : new Recording(sample, loop, route, tally, session, attempts);
        } catch (RuntimeException e) {
            loop.guard().onThrown(e);
            return null;
        }
    }

    /** Chooses as {@link ServiceView#lease} does, and writes down how. */
    @Nullable
    Lease lease(ServiceView view, Selector.Request request) {
        Recorder recorder = new Recorder(request);
        Lease lease = view.lease(recorder);
        loop.guard().run(() -> tell(view, recorder, lease == null ? null : lease.node()));
        return lease;
    }

    /** The service has no backend that may be chosen. */
    void onNobody(ServiceView view) {
        loop.guard().run(() -> tell(view, List.of(), null, "none: the service has no backend that may be chosen"));
    }

    /** A session that has waited got room on that node. */
    void onServed(BackendNode node) {
        ServiceView view = loop.pool().snapshot().service(route.service());
        if (view == null) {
            return;
        }
        String why = String.format(
                Locale.ROOT,
                "the queue: %s had room, and this session was the first that could take it, after %.1f ms",
                node.backend().id(),
                tally.queueNanos() / 1e6);
        loop.guard().run(() -> tell(view, candidates(view, List.of(), false, node), node, why));
    }

    void onClosed(SessionReport report) {
        loop.guard().run(() -> sample.onClosed(report));
    }

    private void tell(ServiceView view, Recorder recorder, @Nullable BackendNode chosen) {
        if (chosen == null) {
            String why = recorder.all().isEmpty()
                    ? "none: " + view.queue().size() + " sessions wait for room, and none overtakes them"
                    : "none: all " + view.eligible().size() + " are full or tried before";
            tell(view, candidates(view, recorder.all(), true, null), null, why);
        } else {
            Explanation explanation = view.selector().explain(chosen, recorder.last());
            String why = view.panic() ? "panic, health is ignored: " + explanation.why() : explanation.why();
            tell(view, candidates(view, recorder.all(), explanation.lookedAtAll(), chosen), chosen, why);
        }
    }

    private List<Candidate> candidates(
            ServiceView view, List<Asked> asked, boolean lookedAtAll, @Nullable BackendNode chosen) {
        return Candidates.among(view.eligible(), asked, lookedAtAll, attempts::admits, chosen);
    }

    private void tell(ServiceView view, List<Candidate> candidates, @Nullable BackendNode chosen, String why) {
        sample.onDecision(new Decision(
                session,
                loop.clock().millis(),
                route.listener(),
                tally.client(),
                route.service(),
                view.policy(),
                ++attempt,
                view.panic(),
                view.nodes().size(),
                view.eligible().size(),
                candidates,
                chosen == null ? null : chosen.backend().id(),
                why));
    }
}
