package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.Command;
import io.equipoise.testkit.RunningProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a process that has started does with memory that it no longer needs. */
class SpareMemoryIT {
    @Test
    void what_a_start_leaves_behind_is_collected_soon() {
        try (RunningProcess balancer = balancer("-XX:+UseG1GC", "-Xlog:gc").start()) {
            balancer.awaitLine("G1 Periodic Collection");
        }
    }

    @Test
    void options_of_the_command_line_win() {
        try (RunningProcess balancer =
                balancer("-XX:+UseG1GC", "-XX:MaxHeapFreeRatio=50").start()) {
            balancer.awaitLine(" - started ");
            assertThat(flags(balancer)).contains("-XX:MaxHeapFreeRatio=50").doesNotContain("G1PeriodicGCInterval");
        }
    }

    /** Debian's JDK 17 knows how since 17.0.9. */
    @Test
    void what_the_c_library_keeps_for_later_is_given_back_too() {
        try (RunningProcess balancer =
                balancer().withEnvironment("EQUIPOISE_LOG_LEVEL", "debug").start()) {
            balancer.awaitLine("native memory is given back.*RSS.*->");
        }
    }

    @Test
    void but_not_when_the_command_line_says_when() {
        try (RunningProcess balancer = balancer("-XX:TrimNativeHeapInterval=600000")
                .withEnvironment("EQUIPOISE_LOG_LEVEL", "debug")
                .start()) {
            balancer.awaitLine("the option is set already.*TrimNativeHeapInterval");
        }
    }

    private static Command balancer(String... flags) {
        return Command.fatJar("balancer-verticle", flags)
                .with("-conf", TestCluster.listenerConfig().encode());
    }

    private static String flags(RunningProcess process) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try (RunningProcess asked =
                Command.of(jcmd, String.valueOf(process.pid()), "VM.flags").start()) {
            assertThat(asked.awaitExit(RunningProcess.PATIENCE)).isZero();
            return asked.output().tail();
        }
    }
}
