package io.equipoise.cluster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureLineTest {
    @Test
    void what_is_meant_for_the_user_is_said_as_it_stands() {
        assertThat(FailureLine.of(
                        new StartFailure("port is 80; allowed is 81", new BindException("Permission denied"))))
                .isEqualTo("port is 80; allowed is 81");
    }

    @Test
    void of_many_lines_the_first_that_says_something_is_said() {
        assertThat(FailureLine.of(new IOException("\n   \n  it broke \n\tat some.Place")))
                .isEqualTo("it broke");
    }

    @Test
    void what_libraries_say_is_cut_and_made_safe_for_the_terminal() {
        assertThat(FailureLine.of(new IOException("\u001b[2J" + "x".repeat(3_000))))
                .startsWith("?[2Jxxx")
                .endsWith("x…")
                .hasSizeLessThan(410);
    }

    @Test
    void what_has_no_message_is_called_by_its_name() {
        assertThat(FailureLine.of(new NullPointerException())).isEqualTo("NullPointerException");
        assertThat(FailureLine.of(new IllegalStateException(" "))).isEqualTo("IllegalStateException");
    }

    @ParameterizedTest
    @CsvSource({
        "bind(..) failed with error(-98): Address already in use, ss -ltnp",
        "Permission denied, CAP_NET_BIND_SERVICE",
        "Cannot assign requested address, no network interface of this machine has that address"
    })
    void what_the_kernel_refuses_comes_with_what_to_do(String message, String hint) {
        IOException cause = new IOException(message);
        assertThat(FailureLine.of(cause)).startsWith(message + "; ").contains(hint);
        assertThat(FailureLine.of(new IllegalStateException("no start", new IllegalStateException(cause))))
                .startsWith("no start; ")
                .contains(hint);
    }

    @Test
    void an_unknown_cause_comes_without_a_hint() {
        assertThat(FailureLine.of(new IOException("Connection refused"))).isEqualTo("Connection refused");
    }
}
