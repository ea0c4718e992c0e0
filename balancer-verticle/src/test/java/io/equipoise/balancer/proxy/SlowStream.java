package io.equipoise.balancer.proxy;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Is read at 64 MiB in some 2 s, in gulps with pauses, so that whoever writes runs into full buffers. */
final class SlowStream extends FilterInputStream {
    private static final int GULP = 4 * 1024 * 1024;
    private int gulp;

    SlowStream(InputStream in) {
        super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (gulp >= GULP) {
            gulp = 0;
            Async.pause(100);
        }
        int count = super.read(buffer, offset, length);
        gulp += Math.max(0, count);
        return count;
    }
}
