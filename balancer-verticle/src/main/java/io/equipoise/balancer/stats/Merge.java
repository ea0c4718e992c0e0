package io.equipoise.balancer.stats;

import io.equipoise.balancer.metrics.Subject;
import io.equipoise.balancer.pool.BackendNode;
import io.equipoise.balancer.pool.PoolSnapshot;
import io.equipoise.balancer.pool.ServiceView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Adds up what the balancers have counted, by balancer, listener, service and backend. To be used once. */
final class Merge {
    private static final Comparator<Subject> BY_NAME =
            Comparator.comparing(Subject::name).thenComparing(Subject::service);

    private final List<Slice> slices;
    private final List<Subject> listeners;
    private final List<ServiceView> services;
    private final Map<String, Long> departed = new HashMap<>();
    private final Adding ofListeners = new Adding(Subject.Kind.LISTENER);
    private final Adding ofBackends = new Adding(Subject.Kind.BACKEND);

    /** Of those slices, with the backends of that pool. */
    Merge(List<Slice> slices, PoolSnapshot pool) {
        this.slices = slices;
        listeners = slices.stream()
                .flatMap(slice -> slice.now().keySet().stream())
                .filter(Merge::isListener)
                .distinct()
                .sorted(BY_NAME)
                .toList();
        services = pool.services().values().stream()
                .sorted(Comparator.comparing(ServiceView::name))
                .toList();
        addDeparted();
    }

    private void addDeparted() {
        Set<Subject> present = services.stream()
                .flatMap(view -> view.nodes().stream().map(node -> subject(node, view)))
                .collect(Collectors.toSet());
        slices.forEach(slice -> slice.now().forEach((subject, figures) -> {
            if (!isListener(subject) && !present.contains(subject)) {
                departed.merge(subject.service(), figures.counts().open(), Long::sum);
            }
        }));
    }

    private static Subject subject(BackendNode node, ServiceView view) {
        return new Subject(Subject.Kind.BACKEND, node.backend().id(), view.name());
    }

    static boolean isListener(Subject subject) {
        return subject.kind() == Subject.Kind.LISTENER;
    }

    Stats stats(long atMillis, String balancer, Window window) {
        return new Stats(
                atMillis,
                balancer,
                window,
                sum(listeners.stream()).total(),
                slices.stream().map(this::balancer).toList(),
                listeners.stream().map(this::listener).toList(),
                services.stream().map(this::service).toList(),
                services.stream().flatMap(this::backends).toList(),
                new Flows(slices).busiest());
    }

    private Adding sum(Stream<Subject> some) {
        ofListeners.clear();
        some.forEach(listener -> slices.forEach(slice -> ofListeners.add(slice, listener)));
        return ofListeners;
    }

    private Stats.OfBalancer balancer(Slice slice) {
        ofListeners.clear();
        listeners.forEach(listener -> ofListeners.add(slice, listener));
        return new Stats.OfBalancer(slice.balancer(), slice.ageMillis(), slice.stale(), ofListeners.traffic());
    }

    private Stats.OfListener listener(Subject listener) {
        return new Stats.OfListener(
                listener.name(), listener.service(), sum(Stream.of(listener)).traffic());
    }

    private Stats.OfService service(ServiceView view) {
        Stream<Subject> own =
                listeners.stream().filter(listener -> listener.service().equals(view.name()));
        return new Stats.OfService(
                view.name(),
                view.policy(),
                view.nodes().size(),
                view.eligible().size(),
                view.panic(),
                slices.stream()
                        .mapToLong(slice -> slice.waiting().getOrDefault(view.name(), 0))
                        .sum(),
                departed.getOrDefault(view.name(), 0L),
                sum(own).total());
    }

    private Stream<Stats.OfBackend> backends(ServiceView view) {
        long[] opened = new long[view.nodes().size()];
        List<Stats.OfBackend> backends = new ArrayList<>(opened.length);
        Set<BackendNode> eligible = new HashSet<>(view.eligible());
        double weights = eligible.stream().mapToInt(BackendNode::weight).sum();
        for (BackendNode node : view.nodes()) {
            Subject subject = subject(node, view);
            ofBackends.clear();
            slices.forEach(slice -> ofBackends.add(slice, subject));
            opened[backends.size()] = ofBackends.opened();
            double fairShare = eligible.contains(node) && weights > 0 ? node.weight() / weights : 0;
            backends.add(new Stats.OfBackend(node, ofBackends.total(), 0, fairShare, ofBackends.lastFailure()));
        }
        return withShares(backends, opened);
    }

    private static Stream<Stats.OfBackend> withShares(List<Stats.OfBackend> backends, long[] opened) {
        double all = Math.max(1, LongStream.of(opened).sum());
        return IntStream.range(0, opened.length).mapToObj(i -> backends.get(i).withShare(opened[i] / all));
    }
}
