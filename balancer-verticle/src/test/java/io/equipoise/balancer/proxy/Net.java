package io.equipoise.balancer.proxy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.equipoise.balancer.config.RelayConfig;
import io.equipoise.cluster.transport.SteadyEpoll;
import io.equipoise.cluster.transport.SteadyUring;
import io.vertx.core.Vertx;
import io.vertx.core.transport.Transport;
import java.util.List;

/** The transports that the data path is to behave alike on. */
enum Net {
    NIO,
    EPOLL,
    IO_URING,
    /** Every byte that can be is moved by the kernel, from the second read on. */
    EPOLL_SPLICING,
    IO_URING_SPLICING;

    static {
        // The first look at io_uring is to be that of SteadyUring, and the constants of Vert.x would look.
        for (Net net : List.of(IO_URING, EPOLL, NIO)) {
            Transport transport = net.transport();
            if (!transport.available()) {
                System.out.println("left out, as it does not work here: " + leftOut(transport));
            }
        }
    }

    /** On that transport; where it does not work the test is skipped, with the reason. */
    Vertx vertx() {
        Transport transport = transport();
        assumeTrue(transport.available(), () -> leftOut(transport));
        return Vertx.builder().withTransport(transport).build();
    }

    private Transport transport() {
        return switch (this) {
            case NIO -> Transport.NIO;
            case EPOLL, EPOLL_SPLICING -> new SteadyEpoll();
            case IO_URING, IO_URING_SPLICING -> new SteadyUring();
        };
    }

    /** As by default, but for the splicing. */
    RelayConfig relay() {
        RelayConfig usual = RelayConfig.DEFAULTS;
        return switch (this) {
            case NIO, EPOLL, IO_URING -> usual;
            case EPOLL_SPLICING, IO_URING_SPLICING ->
                new RelayConfig(
                        usual.idleTimeout(),
                        usual.halfOpenTimeout(),
                        usual.clientFirstByteTimeout(),
                        usual.maxLifetime(),
                        usual.bufferBytes(),
                        1);
        };
    }

    private static String leftOut(Transport transport) {
        return transport.name() + ": " + transport.unavailabilityCause();
    }
}
