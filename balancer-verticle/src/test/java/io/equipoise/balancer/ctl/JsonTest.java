package io.equipoise.balancer.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void what_was_read_is_written_the_same() throws IOException {
        String text =
                "{\"z\":1,\"a\":[true,false,null,-2.5,12345678901234567890,{}],\"o\":{\"t\":\"é\\\"\\\\\"},\"e\":[]}";
        assertThat(Fields.parse(text).json()).isEqualTo(text);
    }

    @Test
    void what_a_terminal_would_obey_is_written_as_an_escape() throws IOException {
        String text = "{\"a\":\"\\u001b[2J\\u009b2J\\u202e\\u200b\\u007f\"}";
        String written = Fields.parse(text).json();
        assertThat(written).isEqualTo("{\"a\":\"\\u001B[2J\\u009b2J\\u202e\\u200b\\u007f\"}");
        assertThat(Fields.parse(written)).isEqualTo(Fields.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "{", "{\"a\":[1,", "{\"a\":}", "{} {}", "<html>", "{\"a\":1,}"})
    void what_is_no_object_is_said_to_be_none(String text) {
        assertThatThrownBy(() -> Fields.parse(text)).isInstanceOf(IOException.class);
    }

    @Test
    void what_is_missing_or_of_another_type_is_nothing() throws IOException {
        Fields fields = Fields.parse("{\"a\":\"1\",\"b\":null}");
        assertThat(fields.text("b")).isEmpty();
        assertThat(fields.whole("a")).isZero();
        assertThat(fields.flag("a")).isFalse();
        assertThat(fields.part("a").values()).isEmpty();
        assertThat(fields.parts("c")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000", "\u001b", "\u007f", "\u0085", "\u009b", "\u200e", "\u2028", "\u2029", "\u202e", "\ufeff",
                "\ud800", "\n", "\t"
            })
    void what_is_not_a_plain_sign_is_shown_as_unknown(String sign) {
        assertThat(Printable.of("a" + sign + "b")).isEqualTo("a\ufffdb");
        assertThat(Printable.of("é 😀 字")).isEqualTo("é 😀 字");
    }
}
