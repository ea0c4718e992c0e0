package io.equipoise.cluster.launch.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class KeyValuesConverterTest {
    private final KeyValuesConverter converter = new KeyValuesConverter();

    @Test
    void an_event_without_any_is_shown_without_any() {
        assertThat(converter.convert(new LoggingEvent())).isEmpty();
    }

    @Test
    void a_value_cannot_begin_a_line_of_its_own() {
        LoggingEvent event = new LoggingEvent();
        event.setKeyValuePairs(
                List.of(new KeyValuePair("id", "a\r\n12:00:00.000 INFO forged"), new KeyValuePair("count", 3)));
        assertThat(converter.convert(event)).isEqualTo("id=a  12:00:00.000 INFO forged count=3");
    }

    @Test
    void a_value_without_a_key_names_what_is_in_it() {
        LoggingEvent event = new LoggingEvent();
        event.setKeyValuePairs(List.of(new KeyValuePair("", "a=1 b=2"), new KeyValuePair("c", 3)));
        assertThat(converter.convert(event)).isEqualTo("a=1 b=2 c=3");
    }
}
