package io.equipoise.balancer.pool;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Backends to test with, each a small change of another. */
public final class Backends {
    /** The service of a backend that says no other. */
    public static final String SERVICE = "web";

    private Backends() {}

    /** An announced backend of that number: id, address and order follow from it; weight 100, first incarnation. */
    public static Backend backend(int number) {
        return new Backend(
                "b%05d".formatted(number),
                1,
                SERVICE,
                address(number),
                100,
                0,
                "",
                Backend.Mode.READY,
                Backend.Origin.ANNOUNCED,
                Map.of());
    }

    /** So many of them, from number 0. */
    public static List<Backend> backends(int count) {
        return IntStream.range(0, count).mapToObj(Backends::backend).toList();
    }

    /** An address of its own for each number. */
    public static InetSocketAddress address(int number) {
        byte[] bytes = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), 9_000);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    public static Backend named(Backend b, String id) {
        return new Backend(
                id,
                b.incarnation(),
                b.service(),
                b.address(),
                b.weight(),
                b.maxConnections(),
                b.zone(),
                b.mode(),
                b.origin(),
                b.tags());
    }

    public static Backend started(Backend b, long incarnation) {
        return new Backend(
                b.id(),
                incarnation,
                b.service(),
                b.address(),
                b.weight(),
                b.maxConnections(),
                b.zone(),
                b.mode(),
                b.origin(),
                b.tags());
    }

    public static Backend serving(Backend b, String service) {
        return new Backend(
                b.id(),
                b.incarnation(),
                service,
                b.address(),
                b.weight(),
                b.maxConnections(),
                b.zone(),
                b.mode(),
                b.origin(),
                b.tags());
    }

    public static Backend at(Backend b, InetSocketAddress address) {
        return new Backend(
                b.id(),
                b.incarnation(),
                b.service(),
                address,
                b.weight(),
                b.maxConnections(),
                b.zone(),
                b.mode(),
                b.origin(),
                b.tags());
    }

    public static Backend weighing(Backend b, int weight) {
        return new Backend(
                b.id(),
                b.incarnation(),
                b.service(),
                b.address(),
                weight,
                b.maxConnections(),
                b.zone(),
                b.mode(),
                b.origin(),
                b.tags());
    }

    public static Backend limited(Backend b, int maxConnections) {
        return new Backend(
                b.id(),
                b.incarnation(),
                b.service(),
                b.address(),
                b.weight(),
                maxConnections,
                b.zone(),
                b.mode(),
                b.origin(),
                b.tags());
    }

    public static Backend in(Backend b, Backend.Mode mode) {
        return new Backend(
                b.id(),
                b.incarnation(),
                b.service(),
                b.address(),
                b.weight(),
                b.maxConnections(),
                b.zone(),
                mode,
                b.origin(),
                b.tags());
    }

    public static Backend configured(Backend b) {
        return new Backend(
                b.id(),
                b.incarnation(),
                b.service(),
                b.address(),
                b.weight(),
                b.maxConnections(),
                b.zone(),
                b.mode(),
                Backend.Origin.STATIC,
                b.tags());
    }
}
