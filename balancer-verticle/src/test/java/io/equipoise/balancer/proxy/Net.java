package io.equipoise.balancer.proxy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.equipoise.cluster.transport.SteadyEpoll;
import io.equipoise.cluster.transport.SteadyUring;
import io.vertx.core.Vertx;
import io.vertx.core.transport.Transport;
import java.util.List;

/** The transports that the data path is to behave alike on. */
enum Net {
    NIO,
    EPOLL,
    IO_URING;

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
            case EPOLL -> new SteadyEpoll();
            case IO_URING -> new SteadyUring();
        };
    }

    private static String leftOut(Transport transport) {
        return transport.name() + ": " + transport.unavailabilityCause();
    }
}
