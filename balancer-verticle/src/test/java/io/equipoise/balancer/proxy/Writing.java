package io.equipoise.balancer.proxy;

import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.SeededBytes;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** A peer that writes seeded bytes on a thread of its own, as fast as it may. */
final class Writing {
    private final AtomicLong written = new AtomicLong();
    private final CompletableFuture<String> sha256;

    /** What a peer does when all is written. */
    interface Last {
        void with(RawConnection connection) throws IOException;
    }

    private Writing(RawConnection to, long seed, long length, Last last) {
        sha256 = Async.run(() -> {
            String sum = SeededBytes.write(new Counted(to.out()), seed, length);
            last.with(to);
            return sum;
        });
    }

    static Writing start(RawConnection to, long seed, long length) {
        return new Writing(to, seed, length, connection -> {});
    }

    static Writing thenFinish(RawConnection to, long seed, long length) {
        return new Writing(to, seed, length, RawConnection::finish);
    }

    static Writing thenClose(RawConnection to, long seed, long length) {
        return new Writing(to, seed, length, RawConnection::close);
    }

    /** Never comes to its end. */
    static Writing endless(RawConnection to) {
        return start(to, 1, Long.MAX_VALUE / 2);
    }

    /** Bytes that the kernel has taken so far. */
    long written() {
        return written.get();
    }

    /** Waits until all is written, or no more can be as nobody reads. */
    void awaitStall() {
        if (!sha256.isDone()) {
            Async.untilStill(written::get);
        }
    }

    /** The sum of what was written, when all is. */
    String sha256() throws Exception {
        return Async.get(sha256);
    }

    /** For asserting how it ended. */
    CompletableFuture<String> end() {
        return sha256;
    }

    private final class Counted extends FilterOutputStream {
        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            written.addAndGet(length);
        }
    }
}
