package io.equipoise.system;

import io.equipoise.system.Namespaces.Namespace;
import io.equipoise.testkit.Command;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RunningProcess;
import java.security.SecureRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the README says first: two commands, no flag. In a network of its own, as the cluster's name is everybody's. */
@Tag("peers")
class DefaultClusterIT {
    @Test
    void a_balancer_and_a_backend_without_any_flag_find_each_other() {
        try (Namespaces namespaces = new Namespaces(new SecureRandom())) {
            Namespace shell = namespaces.alone("shell");
            try (RunningProcess balancer = shell.inside(
                                    Command.fatJar("balancer-verticle").with("-cluster"))
                            .start();
                    RunningProcess backend = shell.inside(
                                    Command.fatJar("backend-verticle").with("-cluster"))
                            .start()) {
                LogLine announced = backend.awaitLine("backend is registered");
                LogLine up = balancer.awaitLine("backend is up");
                Figures.print("no flag at all: up %d ms after its announcement", up.millisSince(announced.nanos()));
            }
        }
    }
}
