package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RefusingPort;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What other code throws on the data path. */
class DefectsIT {
    @ParameterizedTest
    @EnumSource
    void a_listener_that_throws_whatever_it_is_told_hurts_no_session(Net net) throws Exception {
        try (RefusingPort refusing = RefusingPort.refusing();
                RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net), refusing.port(), backend.port());
                LogLines log = new LogLines()) {
            proxy.failWhenTold();
            for (int i = 0; i < 10; i++) {
                proxy.echo();
            }
            proxy.reports(10);
            assertThat(proxy.connectFailures()).isNotEmpty();
            assertThat(proxy.backendFailures()).isPositive();
            int told = 20 + proxy.connectFailures().size() + proxy.backendFailures();
            Async.until(() -> log.from(Level.WARN).size() == told);
            assertThat(log.from(Level.WARN)).containsOnly("a session listener failed java.lang.IllegalStateException");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_selector_that_throws_ends_its_session_as_a_defect_and_no_other(Net net) throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        Setup setup = Setup.on(net).selectors((nodes, rotation) -> request -> {
            if (broken.getAndSet(false)) {
                throw new IllegalStateException("a selector that fails");
            }
            return nodes.get(0);
        });
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(setup, backend.port());
                LogLines log = new LogLines()) {
            proxy.assertRefuses();
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.INTERNAL_ERROR);
            assertThat(log.from(Level.WARN))
                    .singleElement()
                    .asString()
                    .startsWith("a session failed")
                    .endsWith("java.lang.IllegalStateException");
            proxy.echo();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_selector_that_throws_at_the_retry_ends_its_session_as_a_defect(Net net) throws Exception {
        Setup setup = Setup.on(net).selectors((nodes, rotation) -> request -> {
            if (!request.admits(nodes.get(0))) {
                throw new IllegalStateException("a selector that fails");
            }
            return nodes.get(0);
        });
        try (RefusingPort refusing = RefusingPort.refusing();
                RefusingPort other = RefusingPort.refusing();
                TestProxy proxy = TestProxy.over(setup, refusing.port(), other.port())) {
            proxy.assertRefuses();
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.INTERNAL_ERROR);
            assertThat(proxy.report().attempts()).isEqualTo(1);
        }
    }
}
