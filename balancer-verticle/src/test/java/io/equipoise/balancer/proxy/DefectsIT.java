package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RefusingPort;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What other code throws on the data path. */
class DefectsIT {
    @ParameterizedTest
    @EnumSource
    void a_listener_that_throws_whatever_it_is_told_hurts_no_session_and_fills_no_log(Net net) throws Exception {
        try (RefusingPort refusing = RefusingPort.refusing();
                RawBackend backend = RawBackend.start(RawBackend::echo);
                TestProxy proxy = TestProxy.over(Setup.on(net).loops(1), refusing.port(), backend.port());
                LogLines log = new LogLines()) {
            proxy.failWhenTold();
            for (int i = 0; i < 10; i++) {
                proxy.echo();
            }
            proxy.reports(10);
            assertThat(proxy.connectFailures()).isNotEmpty();
            assertThat(proxy.backendFailures()).isNotEmpty();
            assertThat(log.from(Level.WARN))
                    .containsExactly("a session listener failed unlogged=0 java.lang.IllegalStateException");

            proxy.advance(Duration.ofMinutes(1));
            proxy.echo();
            proxy.reports(11);
            assertThat(log.from(Level.WARN)).hasSize(2);
            assertThat(unlogged(log.from(Level.WARN).get(1)))
                    .isGreaterThanOrEqualTo(19 + proxy.connectFailures().size());
        }
    }

    private static int unlogged(String line) {
        Matcher number = Pattern.compile("unlogged=(\\d+) ").matcher(line);
        assertThat(number.find()).as(line).isTrue();
        return Integer.parseInt(number.group(1));
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
