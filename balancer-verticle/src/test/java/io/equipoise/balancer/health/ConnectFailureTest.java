package io.equipoise.balancer.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectFailureTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            finishConnect(..) failed with error(-111): Connection refused: /127.0.0.1:33003 | connection refused
            Connection refused: /127.0.0.1:33003                                            | connection refused
            Connection refused: localhost/127.0.0.1:1                                       | connection refused
            No route to host: /10.0.0.1:80                                                  | no route to host
            connect(..) failed: Network is unreachable: /[fd00:0:0:0:0:0:0:1]:80            | network is unreachable
            something else                                                                  | something else
            """)
    void a_failure_is_told_in_plain_words(String message, String words) {
        assertThat(ConnectFailure.words(new ConnectException(message))).isEqualTo(words);
    }

    @Test
    void a_timeout_is_called_one() {
        assertThat(ConnectFailure.words(new ConnectTimeoutException("connection timed out after 400 ms: /10.0.0.1:80")))
                .isEqualTo("no connection within the timeout");
    }

    @Test
    void a_failure_without_a_word_is_told_by_its_kind() {
        assertThat(ConnectFailure.words(new IOException())).isEqualTo("IOException");
    }
}
