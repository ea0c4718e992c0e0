package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.RawConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Sessions that a test holds open through a balancer, each proved alive by a byte and its echo. */
final class Held implements AutoCloseable {
    private final List<RawConnection> connections = new ArrayList<>();

    /** Opens that many, one after the other, each with a byte echoed. */
    static Held open(InetSocketAddress address, int count) throws IOException {
        Held held = new Held();
        for (int i = 0; i < count; i++) {
            RawConnection connection = RawConnection.to(address, 0);
            held.connections.add(connection);
            echo(connection, i);
        }
        return held;
    }

    int count() {
        return connections.size();
    }

    RawConnection get(int index) {
        return connections.get(index);
    }

    /** Every n-th still echoes. */
    void assertAlive(int every) throws IOException {
        for (int i = 0; i < connections.size(); i += every) {
            echo(connections.get(i), i);
        }
    }

    /** Ends all by a reset. */
    void reset() throws IOException {
        for (RawConnection connection : connections) {
            connection.reset();
        }
    }

    /** Ends all in the ordinary way. */
    void end() throws IOException {
        for (RawConnection connection : connections) {
            connection.close();
        }
    }

    @Override
    public void close() throws IOException {
        end();
    }

    private static void echo(RawConnection connection, int number) throws IOException {
        byte[] one = {(byte) ('0' + number % 10)};
        connection.send(one);
        assertThat(connection.receive(1)).isEqualTo(one);
    }
}
