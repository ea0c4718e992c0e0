package io.equipoise.balancer.proxy;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Is read in gulps, each when the writer can write no more: whatever lies between them is full each time. */
final class SlowStream extends FilterInputStream {
    private static final int GULP = 16 * 1024 * 1024;

    private final Writing writing;
    private int gulp = GULP;

    SlowStream(InputStream in, Writing writing) {
        super(in);
        this.writing = writing;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (gulp >= GULP) {
            gulp = 0;
            writing.awaitStall();
        }
        int count = super.read(buffer, offset, length);
        gulp += Math.max(0, count);
        return count;
    }
}
