package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.system.Namespaces.Namespace;
import io.equipoise.testkit.Command;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RunningProcess;
import java.security.SecureRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process that may not open every port; in a network of its own, as containers often let everybody open all. */
@Tag("patient")
@Tag("peers")
class PrivilegedPortIT {
    @Test
    void F4_a_port_that_it_may_not_open_is_named_with_what_to_do() {
        try (Namespaces namespaces = new Namespaces(new SecureRandom())) {
            Namespace shell = namespaces.alone("shell");
            Command balancer = Command.fatJar("balancer-verticle")
                    .with("-conf", "{\"listeners\": [{\"host\": \"127.0.0.1\", \"port\": 80}]}");
            try (RunningProcess process = shell.insideUnprivileged(balancer).start()) {
                assertThat(process.awaitExit()).isEqualTo(15);
                assertThat(process.output().lines())
                        .extracting(LogLine::text)
                        .containsExactly(
                                "balancer cannot start: listeners[0].port is 80, which this process may not open;"
                                        + " allowed is a port from 1024 on, unless it has the right CAP_NET_BIND_SERVICE");
            }
        }
    }
}
