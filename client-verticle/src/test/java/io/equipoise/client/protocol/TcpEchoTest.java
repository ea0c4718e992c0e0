package io.equipoise.client.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class TcpEchoTest {
    private static final int SIZE = 20;
    private static final String QUESTION = "equipoise:whoami\n";

    private final Exchange exchange = new TcpEcho(5, new PayloadSize.Fixed(SIZE)).open();

    @Test
    void the_first_request_of_a_connection_asks_who_is_there_and_later_ones_do_not() {
        Buffer first = exchange.request(1);
        assertThat(first.length()).isEqualTo(QUESTION.length() + SIZE);
        assertThat(first.getString(0, QUESTION.length())).isEqualTo(QUESTION);
        assertThat(exchange.receive(first)).isEqualTo(Progress.COMPLETE);
        assertThat(exchange.request(2).length()).isEqualTo(SIZE);
    }

    @Test
    void an_echo_backend_of_ours_is_known_by_its_id() {
        assertThat(exchange.receive(answered(exchange.request(1), "echo-7"))).isEqualTo(Progress.COMPLETE);
        assertThat(exchange.backend()).contains("echo-7");
    }

    @Test
    void any_other_echo_stays_unknown() {
        assertThat(exchange.receive(exchange.request(1))).isEqualTo(Progress.COMPLETE);
        assertThat(exchange.backend()).isEmpty();
    }

    @Test
    void a_reply_may_come_byte_by_byte() {
        Buffer reply = answered(exchange.request(1), "echo-7");
        for (int i = 0; i < reply.length() - 1; i++) {
            assertThat(exchange.receive(reply.getBuffer(i, i + 1))).isEqualTo(Progress.MORE);
        }
        assertThat(exchange.receive(reply.getBuffer(reply.length() - 1, reply.length())))
                .isEqualTo(Progress.COMPLETE);
        assertThat(exchange.backend()).contains("echo-7");
    }

    @Test
    void one_wrong_byte_is_wrong() {
        Buffer reply = answered(exchange.request(1), "echo-7");
        int last = reply.length() - 1;
        assertThat(exchange.receive(reply.setByte(last, (byte) ~reply.getByte(last))))
                .isEqualTo(Progress.WRONG_BYTES);
    }

    @Test
    void one_byte_too_many_is_wrong_with_the_reply_and_after_it() {
        Buffer reply = answered(exchange.request(1), "echo-7");
        assertThat(exchange.receive(reply.copy().appendByte((byte) 0))).isEqualTo(Progress.WRONG_BYTES);

        Exchange other = new TcpEcho(5, new PayloadSize.Fixed(SIZE)).open();
        assertThat(other.receive(answered(other.request(1), "echo-7"))).isEqualTo(Progress.COMPLETE);
        assertThat(other.receive(Buffer.buffer("x"))).isEqualTo(Progress.WRONG_BYTES);
    }

    @Test
    void the_reply_to_another_request_is_wrong() {
        assertThat(exchange.receive(exchange.request(1))).isEqualTo(Progress.COMPLETE);
        Buffer second = exchange.request(2);
        assertThat(exchange.receive(second)).isEqualTo(Progress.COMPLETE);
        exchange.request(3);
        assertThat(exchange.receive(second)).isEqualTo(Progress.WRONG_BYTES);
    }

    @Test
    void payloads_of_different_sizes_are_checked_byte_for_byte() {
        Exchange mixed = new TcpEcho(5, new PayloadSize.Between(1, 5_000)).open();
        assertThat(mixed.receive(mixed.request(0))).isEqualTo(Progress.COMPLETE);
        for (int number = 1; number < 200; number++) {
            Buffer request = mixed.request(number);
            assertThat(mixed.receive(request.getBuffer(0, request.length() / 2)))
                    .isEqualTo(Progress.MORE);
            assertThat(mixed.receive(request.getBuffer(request.length() / 2, request.length())))
                    .isEqualTo(Progress.COMPLETE);
        }
        Buffer last = mixed.request(200);
        last.setByte(last.length() - 1, (byte) ~last.getByte(last.length() - 1));
        assertThat(mixed.receive(last)).isEqualTo(Progress.WRONG_BYTES);
    }

    @Test
    void an_id_without_an_end_is_wrong() {
        exchange.request(1);
        assertThat(exchange.receive(Buffer.buffer("x".repeat(300)))).isEqualTo(Progress.WRONG_BYTES);
    }

    @Test
    void the_end_of_the_stream_never_completes_a_reply() {
        exchange.request(1);
        assertThat(exchange.end()).isEqualTo(Progress.MORE);
    }

    private static Buffer answered(Buffer request, String id) {
        return Buffer.buffer(id + "\n").appendBuffer(request, QUESTION.length(), SIZE);
    }
}
