package io.equipoise.balancer.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    @Test
    void texts_stand_on_the_left_and_numbers_on_the_right() {
        Table table = new Table("NAME", ">N", "WHY");
        table.add("a", "1", "");
        table.add("long name", "1000", "so");
        assertThat(table.lines(0, false))
                .containsExactly("NAME          N  WHY", "a             1", "long name  1000  so");
    }

    @Test
    void the_widest_texts_give_way_and_numbers_never_do() {
        Table table = new Table("A", ">N", "B");
        table.add("aaaaaaaaaaaaaaaaaaaa", "12345678901234567890", "bbbbbbbbbbbb");
        assertThat(table.lines(45, false))
                .containsExactly(
                        "A                               N  B", "aaaaaaaaaa…  12345678901234567890  bbbbbbbbb…");
        assertThat(table.lines(10, false).get(1)).isEqualTo("aaaaaaa…  12345678901234567890  bbbbbbb…");
    }

    @Test
    void a_cell_is_measured_by_what_is_seen() {
        Table table = new Table("A", "B");
        table.add(new Cell("😀é", Style.BAD), Cell.of("x"));
        assertThat(table.lines(0, true)).element(1).isEqualTo("\033[31m😀é\033[0m  x");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0.00 ms",
        "0.004,0.00 ms",
        "9.994,9.99 ms",
        "10,10 ms",
        "999,999 ms",
        "1000,1.0 s",
        "59900,59.9 s",
        "61000,1m1s",
        "3660000,1h1m"
    })
    void times_are_short(double millis, String text) {
        assertThat(Figure.millis(Optional.of(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "1023,1023 B", "1024,1.0 KiB", "1048576,1.0 MiB", "9223372036854775807,8192.0 PiB"})
    void sizes_are_short(long bytes, String text) {
        assertThat(Figure.bytes(bytes)).isEqualTo(text);
    }

    @Test
    void what_is_not_known_is_a_dash() {
        assertThat(Figure.millis(Optional.empty())).isEqualTo("-");
        assertThat(Figure.time("yesterday")).isEqualTo("yesterday");
    }
}
