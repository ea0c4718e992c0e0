package io.equipoise.testkit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the tests of a class when Netty has found a buffer that nobody released. Netty finds leaks by chance and when
 * the garbage is collected, so the class that fails may come after the one that leaks: the records tell which it was.
 *
 * <p>Registered with JUnit by its services file.
 */
public final class LeakWatch implements AfterAllCallback {
    @Override
    public void afterAll(ExtensionContext context) {
        String found = LeakDetector.take();
        if (found != null) {
            throw new AssertionError("a buffer was not released: " + found);
        }
    }
}
