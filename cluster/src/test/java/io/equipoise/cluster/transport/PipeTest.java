package io.equipoise.cluster.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class PipeTest {
    @AfterEach
    void forget() {
        FastThreadLocal.removeAll();
    }

    @Test
    void a_loop_gets_so_many_pipes_and_after_that_none_until_one_is_given_back() {
        assertThat(SpliceCall.isAvailable()).isTrue();
        List<Pipe> taken =
                new ArrayList<>(Stream.generate(Pipe::take).limit(Pipe.MOST).toList());
        assertThat(taken).doesNotContainNull();
        assertThat(Pipe.take()).isNull();

        taken.remove(0).release();
        Pipe again = Objects.requireNonNull(Pipe.take());
        assertThat(Pipe.take()).isNull();

        again.release();
        taken.forEach(Pipe::release);
    }
}
