package io.equipoise.cluster.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportChoiceTest {
    private static final Transport FAST = transport("fast", null);
    private static final Transport PLAIN = transport("plain", null);
    private static final Transport FORBIDDEN = transport(
            "forbidden",
            new UnsatisfiedLinkError("cannot be loaded").initCause(new IOException("Operation not permitted")));

    @Test
    void the_first_that_works_is_taken() {
        TransportChoice choice = TransportChoice.best(List.of(FAST, PLAIN));

        assertThat(choice.transport()).isSameAs(FAST);
        assertThat(choice.passedOver()).isEmpty();
    }

    @Test
    void one_that_does_not_work_is_passed_over_and_the_reason_is_kept() {
        TransportChoice choice = TransportChoice.best(List.of(FORBIDDEN, PLAIN));

        assertThat(choice.transport()).isSameAs(PLAIN);
        assertThat(choice.passedOver()).containsExactly("forbidden: Operation not permitted");
    }

    @Test
    void one_that_is_named_is_taken_whatever_comes_before_it() {
        TransportChoice choice = TransportChoice.named("plain", List.of(FORBIDDEN, FAST, PLAIN));

        assertThat(choice.transport()).isSameAs(PLAIN);
        assertThat(choice.passedOver()).isEmpty();
    }

    @Test
    void one_that_is_named_and_does_not_work_is_refused_with_the_reason() {
        assertThatThrownBy(() -> TransportChoice.named("forbidden", List.of(FORBIDDEN, PLAIN)))
                .isInstanceOf(InvalidConfig.class)
                .hasMessage("-Dequipoise.transport is \"forbidden\", which does not work here: Operation not permitted;"
                        + " without it the best that works is taken");
    }

    @Test
    void a_name_that_nobody_has_is_refused_with_those_that_there_are() {
        assertThatThrownBy(() -> TransportChoice.named("fats", List.of(FAST, PLAIN)))
                .isInstanceOf(InvalidConfig.class)
                .hasMessage("-Dequipoise.transport is \"fats\"; allowed is one of fast, plain");
        assertThatThrownBy(() -> TransportChoice.named("", List.of(FAST, PLAIN)))
                .hasMessageStartingWith("-Dequipoise.transport is \"\"; allowed is");
    }

    @Test
    void this_machine_always_has_one() {
        assertThat(TransportChoice.of(null).transport().available()).isTrue();
        assertThat(TransportChoice.of("nio").transport()).isSameAs(Transport.NIO);
    }

    private static Transport transport(String name, Throwable unavailable) {
        return new Transport() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean available() {
                return unavailable == null;
            }

            @Override
            public Throwable unavailabilityCause() {
                return unavailable;
            }

            @Override
            public io.vertx.core.spi.transport.Transport implementation() {
                throw new UnsupportedOperationException("nobody runs on it");
            }
        };
    }
}
