package io.equipoise.client.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Http1Test {
    private final Exchange exchange = new Http1("web:80", "/", true).open();

    @Test
    void asks_with_a_target_of_its_own_each_time() {
        assertThat(exchange.request(255).toString())
                .startsWith("GET /?request=ff HTTP/1.1\r\nHost: web:80\r\n")
                .endsWith("\r\n\r\n")
                .doesNotContain("Connection");
        assertThat(new Http1("web", "/slow?ms=5", false).open().request(1).toString())
                .startsWith("GET /slow?ms=5&request=1 HTTP/1.1\r\n")
                .contains("\r\nConnection: close\r\n");
    }

    @Test
    void a_reply_with_a_length_is_complete_with_its_last_byte_however_it_is_cut() {
        Buffer reply = Buffer.buffer(
                "HTTP/1.1 200 OK\r\nX-Backend: web-1\r\nContent-Length: 30\r\n\r\n" + "web-1 GET /?request=1 HTTP/1.1");
        for (int cut = 1; cut < reply.length(); cut++) {
            Exchange each = new Http1("web", "/", true).open();
            each.request(1);
            assertThat(each.receive(reply.getBuffer(0, cut))).isEqualTo(Progress.MORE);
            assertThat(each.receive(reply.getBuffer(cut, reply.length()))).isEqualTo(Progress.COMPLETE);
            assertThat(each.backend()).contains("web-1");
            assertThat(each.reusable()).isTrue();
        }
    }

    @Test
    void a_reply_in_chunks_with_trailers_is_complete_at_its_end() {
        exchange.request(1);
        assertThat(exchange.receive(Buffer.buffer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")))
                .isEqualTo(Progress.MORE);
        assertThat(exchange.receive(Buffer.buffer("5;name=value\r\nhello\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n")))
                .isEqualTo(Progress.MORE);
        assertThat(exchange.receive(Buffer.buffer("\r\n"))).isEqualTo(Progress.COMPLETE);
        assertThat(exchange.backend()).isEmpty();
    }

    @Test
    void a_reply_without_a_length_is_complete_with_the_stream() {
        exchange.request(1);
        assertThat(exchange.receive(Buffer.buffer("HTTP/1.1 200 OK\r\n\r\nall there is")))
                .isEqualTo(Progress.MORE);
        assertThat(exchange.end()).isEqualTo(Progress.COMPLETE);
        assertThat(exchange.reusable()).isFalse();
    }

    @Test
    void a_stream_that_ends_within_a_reply_is_not_complete() {
        exchange.request(1);
        exchange.receive(Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfour"));
        assertThat(exchange.end()).isNotEqualTo(Progress.COMPLETE);
    }

    @Test
    void an_interim_reply_is_skipped() {
        exchange.request(1);
        assertThat(exchange.receive(
                        Buffer.buffer("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 None\r\n\r\n")))
                .isEqualTo(Progress.COMPLETE);
    }

    @Test
    void a_connection_serves_one_request_after_the_other_until_it_says_close() {
        exchange.request(1);
        assertThat(exchange.receive(Buffer.buffer("HTTP/1.1 204 None\r\n\r\n"))).isEqualTo(Progress.COMPLETE);
        assertThat(exchange.reusable()).isTrue();
        exchange.request(2);
        assertThat(exchange.receive(Buffer.buffer("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")))
                .isEqualTo(Progress.COMPLETE);
        assertThat(exchange.reusable()).isFalse();
        assertThat(exchange.receive(Buffer.buffer("x"))).isEqualTo(Progress.WRONG_BYTES);
    }

    @Test
    void a_status_other_than_success_is_told_apart_from_wrong_bytes() {
        exchange.request(1);
        assertThat(exchange.receive(Buffer.buffer("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")))
                .isEqualTo(Progress.WRONG_STATUS);
    }

    @Test
    void the_reply_to_another_request_is_wrong() {
        exchange.request(2);
        assertThat(exchange.receive(Buffer.buffer("HTTP/1.1 200 OK\r\nX-Backend: web-1\r\nContent-Length: 30\r\n\r\n"
                        + "web-1 GET /?request=1 HTTP/1.1")))
                .isEqualTo(Progress.WRONG_BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/2 200\r\n",
                "HTTP/1.1 20 OK\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
                "HTTP/1.1 200 OK\r\n: \r\n"
            })
    void what_is_no_response_is_wrong(String bytes) {
        exchange.request(1);
        assertThat(exchange.receive(Buffer.buffer(bytes))).isEqualTo(Progress.WRONG_BYTES);
    }

    @Test
    void a_line_without_an_end_is_wrong() {
        exchange.request(1);
        for (String part : List.of("HTTP/1.1 200 OK\r\nA: ", "x".repeat(5_000))) {
            assertThat(exchange.receive(Buffer.buffer(part))).isEqualTo(Progress.MORE);
        }
        assertThat(exchange.receive(Buffer.buffer("x".repeat(5_000)))).isEqualTo(Progress.WRONG_BYTES);
    }
}
