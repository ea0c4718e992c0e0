package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Many sessions that are open at once, both ends of each in the test's hands. */
final class Crowd implements AutoCloseable {
    private final TestProxy proxy;
    private final RawBackend backend;
    private final List<Pair> pairs = new ArrayList<>();

    /** The two ends of one session. */
    record Pair(RawConnection client, RawConnection served) {
        /** Carries a byte each way. */
        void exchange() throws IOException {
            client.send(new byte[] {1});
            assertThat(served.receive(1)).containsExactly(1);
            served.send(new byte[] {2});
            assertThat(client.receive(1)).containsExactly(2);
        }

        /** Ends the session as its client may. */
        void end() throws IOException {
            client.close();
            assertThat(served.awaitEnd()).isEqualTo(RawConnection.End.FINISHED);
            served.close();
        }
    }

    /** Nobody yet; to come through that proxy to that backend, its only one, which is {@link RawBackend#queued}. */
    Crowd(TestProxy proxy, RawBackend backend) {
        this.proxy = proxy;
        this.backend = backend;
    }

    Pair open() throws IOException {
        return new Pair(proxy.connect(), backend.take());
    }

    void add(int sessions) throws IOException {
        for (int i = 0; i < sessions; i++) {
            pairs.add(open());
        }
    }

    List<Pair> pairs() {
        return pairs;
    }

    void assertAlive() throws IOException {
        for (Pair pair : pairs) {
            pair.exchange();
        }
    }

    void end() throws IOException {
        for (Pair pair : pairs) {
            pair.end();
        }
        pairs.clear();
    }

    @Override
    public void close() throws IOException {
        for (Pair pair : pairs) {
            pair.client().close();
            pair.served().close();
        }
    }
}
