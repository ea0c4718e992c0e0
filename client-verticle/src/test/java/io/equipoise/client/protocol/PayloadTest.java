package io.equipoise.client.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class PayloadTest {
    @Test
    void the_bytes_of_a_key_match_themselves_at_every_size_and_split() {
        for (int size : new int[] {1, 7, 8, 9, 64, 1_000}) {
            Payload payload = new Payload(42, new PayloadSize.Fixed(size));
            Buffer bytes = bytes(payload, 3);
            assertThat(bytes.length()).isEqualTo(size);
            for (int split = 0; split <= size; split += 3) {
                assertThat(payload.matching(payload.key(3), 0, bytes, 0, split)).isEqualTo(split);
                assertThat(payload.matching(payload.key(3), split, bytes, split, size - split))
                        .isEqualTo(size - split);
            }
        }
    }

    @Test
    void one_changed_bit_anywhere_is_found_at_its_place() {
        Payload payload = new Payload(7, new PayloadSize.Fixed(100));
        for (int bit = 0; bit < 800; bit++) {
            Buffer bytes = bytes(payload, 1);
            int index = bit / 8;
            bytes.setByte(index, (byte) (bytes.getByte(index) ^ (1 << (bit % 8))));
            assertThat(payload.matching(payload.key(1), 0, bytes, 0, 100)).isEqualTo(index);
        }
    }

    @Test
    void requests_and_seeds_have_different_bytes() {
        assertThat(bytes(new Payload(1, new PayloadSize.Fixed(32)), 1))
                .isNotEqualTo(bytes(new Payload(1, new PayloadSize.Fixed(32)), 2));
        assertThat(bytes(new Payload(1, new PayloadSize.Fixed(32)), 1))
                .isNotEqualTo(bytes(new Payload(2, new PayloadSize.Fixed(32)), 1));
        assertThat(bytes(new Payload(1, new PayloadSize.Fixed(32)), 1))
                .isEqualTo(bytes(new Payload(1, new PayloadSize.Fixed(32)), 1));
    }

    private static Buffer bytes(Payload payload, long request) {
        Buffer buffer = Buffer.buffer();
        payload.appendTo(buffer, payload.key(request));
        return buffer;
    }
}
