package io.equipoise.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for software that cannot take a free one by itself; whatever can is given port 0 instead. */
public final class FreePort {
    private FreePort() {}

    /** A port on loopback that was free a moment ago. */
    public static int any() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
