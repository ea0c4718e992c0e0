package io.equipoise.balancer.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutputTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Output output = new Output(channel);

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    @Test
    void nothing_is_sent_before_the_flush() {
        output.write(data("one"));
        output.write(data("two"));
        assertThat(sent()).isEmpty();

        output.flush();
        assertThat(sent()).isEqualTo("onetwo");
    }

    @Test
    void all_is_sent_in_order_burst_after_burst() {
        output.write(data("one "));
        output.flush();
        output.write(data("two "));
        output.write(data("three "));
        output.write(data("four "));
        output.flush();
        output.write(data("five"));
        output.flush();

        assertThat(sent()).isEqualTo("one two three four five");
    }

    @Test
    void what_comes_too_late_is_released() {
        ByteBuf data = data("late");
        output.write(data);

        channel.close();
        output.flush();

        assertThat(data.refCnt()).isZero();
    }

    private static ByteBuf data(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }

    private String sent() {
        StringBuilder all = new StringBuilder();
        for (ByteBuf data = channel.readOutbound(); data != null; data = channel.readOutbound()) {
            all.append(data.toString(US_ASCII));
            data.release();
        }
        return all.toString();
    }
}
