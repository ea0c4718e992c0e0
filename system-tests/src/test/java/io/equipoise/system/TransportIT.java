package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.equipoise.cluster.transport.SteadyUring;
import io.equipoise.testkit.Command;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.RunningProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which transport a process runs on, where the kernel lets it have all of them, and where it does not. */
@Tag("patient")
class TransportIT {
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;

    @Test
    void io_uring_carries_where_it_works() throws Exception {
        assumeTrue(new SteadyUring().available(), () -> "left out: " + new SteadyUring().unavailabilityCause());
        assertServes(List.of(), List.of(), "transport=io_uring");
    }

    @Test
    void epoll_carries_when_it_is_asked_for() throws Exception {
        assertServes(List.of(), List.of("-Dequipoise.transport=epoll"), "transport=epoll");
    }

    @Test
    void without_native_transports_NIO_carries_and_the_log_says_why() throws Exception {
        assertServes(
                List.of(),
                List.of("-Dio.netty.transport.noNative=true"),
                "transport=nio",
                "transportPassedOver=",
                "epoll: Native transport was explicit disabled");
    }

    @Test
    void a_sandbox_that_forbids_io_uring_costs_no_start() throws Exception {
        assertServes(
                withoutIoUring(EPERM),
                List.of(),
                "transport=epoll",
                "transportPassedOver=",
                "io_uring: ",
                "Operation not permitted");
    }

    private static void assertServes(List<String> prefix, List<String> flags, String... says) throws Exception {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                StaticBalancer balancer = StaticBalancer.behind(prefix, backend.port(), flags)) {
            balancer.awaitServing();
            assertThat(balancer.process().awaitLine("starting").text()).contains(says);
            try (RawConnection client = RawConnection.to(balancer.port())) {
                client.send("through\n");
                assertThat(client.receiveLine()).isEqualTo("through");
            }
            balancer.assertCleanLog();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {EPERM, ENOSYS})
    void a_transport_that_is_asked_for_and_forbidden_ends_the_start_with_one_line(int error) {
        assertRefused(
                balancer("io_uring").behind(withoutIoUring(error).toArray(String[]::new)),
                "balancer cannot start: -Dequipoise.transport is \"io_uring\", which does not work here: ");
    }

    @Test
    void a_transport_that_there_is_not_ends_the_start_with_one_line() {
        assertRefused(
                balancer("kqueue"),
                "balancer cannot start: -Dequipoise.transport is \"kqueue\"; allowed is one of io_uring, epoll, nio");
    }

    private static Command balancer(String transport) {
        return Command.fatJar("balancer-verticle", "-Dequipoise.transport=" + transport);
    }

    private static void assertRefused(Command command, String says) {
        try (RunningProcess process = command.start()) {
            assertThat(process.awaitExit()).as(() -> process.output().tail()).isEqualTo(2);
            assertThat(process.output().lines())
                    .extracting(LogLine::text)
                    .singleElement()
                    .asString()
                    .startsWith(says);
        }
    }

    /** Runs a command whose calls of io_uring the kernel answers with that error, as container runtimes have it do. */
    private static List<String> withoutIoUring(int error) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "there is no perl to install the filter");
        int prctl = System.getProperty("os.arch").equals("amd64") ? 157 : 167;
        // PR_SET_NO_NEW_PRIVS, then PR_SET_SECCOMP with a filter: load the call's number; below 425 or above 427 allow.
        String script = String.join(
                "",
                "my $filter = pack('(SCCL)*', 0x20,0,0,0, 0x35,0,2,425, 0x25,1,0,427, 0x06,0,0,0x50000|" + error,
                ", 0x06,0,0,0x7fff0000);",
                "my $program = pack('S x6 P', 5, $filter);",
                "syscall(" + prctl + ", 38, 1, 0, 0, 0) == 0 or die;",
                "syscall(" + prctl + ", 22, 2, $program) == 0 or die;",
                "exec @ARGV;");
        return List.of("/usr/bin/perl", "-e", script);
    }
}
