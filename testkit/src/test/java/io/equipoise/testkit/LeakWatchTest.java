package io.equipoise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;

class LeakWatchTest {
    private static final ExtensionContext NO_CONTEXT = null;

    private final LeakWatch watch = new LeakWatch();

    @Test
    void netty_tells_this_detector() {
        ResourceLeakDetector<Object> detector =
                ResourceLeakDetectorFactory.instance().newResourceLeakDetector(Object.class);
        assertThat(detector).isInstanceOf(LeakDetector.class);
    }

    @Test
    void what_was_found_fails_once() {
        LeakDetector<Object> detector = new LeakDetector<>(Object.class, 1);
        detector.reportTracedLeak("ByteBuf", " was last seen here");
        detector.reportUntracedLeak("ByteBuf");
        assertThatThrownBy(() -> watch.afterAll(NO_CONTEXT)).hasMessageContaining("ByteBuf was last seen here");
        assertThatCode(() -> watch.afterAll(NO_CONTEXT)).doesNotThrowAnyException();
    }
}
