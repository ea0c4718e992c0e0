package io.equipoise.backend.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WhoAmITest {
    private final WhoAmI greeting = new WhoAmI("b-1");

    @Test
    void the_word_is_answered_in_its_place_and_what_follows_comes_back() {
        assertThat(take("equipoise:whoami\nhello")).isEqualTo("b-1\nhello");
        assertThat(take("equipoise:whoami\n")).isEqualTo("equipoise:whoami\n");
    }

    @Test
    void the_word_may_come_in_any_pieces() {
        Random random = new Random(3);
        for (int round = 0; round < 1_000; round++) {
            assertThat(inPieces(new WhoAmI("b-1"), "equipoise:whoami\nequipoise:whoami\n", random))
                    .isEqualTo("b-1\nequipoise:whoami\n");
        }
    }

    @Test
    void every_other_beginning_comes_back_untouched_wherever_it_departs_from_the_word() {
        Random random = new Random(4);
        String word = "equipoise:whoami\n";
        for (int length = 0; length < word.length(); length++) {
            String other = word.substring(0, length) + "#" + word;
            for (int round = 0; round < 50; round++) {
                assertThat(inPieces(new WhoAmI("b-1"), other, random)).isEqualTo(other);
            }
        }
    }

    @Test
    void a_carriage_return_is_not_the_word() {
        assertThat(take("equipoise:whoami\r\n")).isEqualTo("equipoise:whoami\r\n");
    }

    @Test
    void a_beginning_that_stays_one_is_given_back_once() {
        assertThat(take("equi")).isEmpty();
        assertThat(greeting.isHolding()).isTrue();
        assertThat(greeting.giveUp().toString()).isEqualTo("equi");
        assertThat(greeting.isHolding()).isFalse();
        assertThat(greeting.giveUp().length()).isZero();
        assertThat(take("poise:whoami\n")).isEqualTo("poise:whoami\n");
    }

    private String take(String text) {
        return greeting.take(Buffer.buffer(text)).toString();
    }

    private static String inPieces(WhoAmI greeting, String text, Random random) {
        StringBuilder back = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int count = Math.min(text.length() - at, 1 + random.nextInt(8));
            back.append(greeting.take(Buffer.buffer(text.substring(at, at + count))));
            at += count;
        }
        return back.toString();
    }
}
