package io.equipoise.balancer.latency;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistributionTest {
    private static final int[] OF_THOUSAND = {500, 900, 990, 999, 1_000};

    @ParameterizedTest
    @EnumSource
    void quantiles_of_a_sum_are_those_of_all_latencies_within_the_error(Resolution resolution) {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            long[] all = latencies(random, 1 + random.nextInt(5_000));
            Recorder[] recorders = {new Recorder(resolution), new Recorder(resolution), new Recorder(resolution)};
            LongStream.of(all).forEach(micros -> recorders[random.nextInt(3)].record(MICROSECONDS.toNanos(micros)));
            Sum sum = new Sum(resolution);
            for (Recorder recorder : recorders) {
                sum.add(recorder.distribution());
            }
            assertQuantiles(sum.quantiles(), all, resolution);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_came_since_is_what_is_left_when_the_earlier_is_taken_away(Resolution resolution) {
        Random random = new Random(8);
        Recorder recorder = new Recorder(resolution);
        Sum sum = new Sum(resolution);
        for (int round = 0; round < 20; round++) {
            Distribution before = recorder.distribution();
            long[] fresh = latencies(random, 1 + random.nextInt(2_000));
            LongStream.of(fresh).forEach(micros -> recorder.record(MICROSECONDS.toNanos(micros)));
            sum.clear();
            sum.addSince(recorder.distribution(), before);
            assertQuantiles(sum.quantiles(), fresh, resolution);
        }
    }

    @Test
    void a_count_that_began_anew_is_new_as_a_whole() {
        Recorder before = new Recorder(Resolution.FINE);
        Recorder now = new Recorder(Resolution.FINE);
        for (int i = 0; i < 10; i++) {
            before.record(MICROSECONDS.toNanos(100));
        }
        now.record(MICROSECONDS.toNanos(70));
        Sum sum = new Sum(Resolution.FINE);
        sum.addSince(now.distribution(), before.distribution());
        assertThat(sum.quantiles()).isEqualTo(new Quantiles(1, 0.07, 0.07, 0.07, 0.07, 0.07));
    }

    @Test
    void no_latency_has_no_quantile() {
        Recorder recorder = new Recorder(Resolution.COARSE);
        recorder.record(-1);
        Sum sum = new Sum(Resolution.COARSE);
        sum.add(recorder.distribution());
        assertThat(sum.quantiles()).isEqualTo(Quantiles.NONE);
        assertThat(recorder.distribution().toBytes()).isEmpty();
    }

    @Test
    void what_is_over_an_hour_counts_as_an_hour() {
        Recorder recorder = new Recorder(Resolution.FINE);
        recorder.record(TimeUnit.DAYS.toNanos(3));
        recorder.record(0);
        Sum sum = new Sum(Resolution.FINE);
        sum.add(recorder.distribution());
        assertThat(sum.quantiles().count()).isEqualTo(2);
        assertThat(sum.quantiles().max()).isCloseTo(3_600_000, within(3_600_000 * Resolution.FINE.error()));
        assertThat(sum.quantiles().p50()).isZero();
    }

    @Test
    void nothing_new_is_the_same_object() {
        Recorder recorder = new Recorder(Resolution.COARSE);
        recorder.record(5_000);
        Distribution taken = recorder.distribution();
        assertThat(recorder.distribution()).isSameAs(taken);
        recorder.record(5_000);
        assertThat(recorder.distribution()).isNotSameAs(taken).isNotEqualTo(taken);
        assertThat(taken.count()).isEqualTo(1);
    }

    @Test
    void loops_that_record_while_it_is_taken_lose_nothing() throws Exception {
        Recorder recorder = new Recorder(Resolution.COARSE);
        ExecutorService loops = Executors.newFixedThreadPool(3);
        try {
            Future<?>[] recording = new Future<?>[3];
            for (int loop = 0; loop < 3; loop++) {
                Random random = new Random(loop);
                recording[loop] = loops.submit(() -> {
                    for (long micros : latencies(random, 20_000)) {
                        recorder.record(MICROSECONDS.toNanos(micros));
                    }
                });
            }
            long seen = 0;
            while (!Arrays.stream(recording).allMatch(Future::isDone)) {
                long count = recorder.distribution().count();
                assertThat(count).isGreaterThanOrEqualTo(seen);
                seen = count;
            }
            for (Future<?> each : recording) {
                each.get();
            }
        } finally {
            loops.shutdownNow();
        }
        long[] all = LongStream.range(0, 3)
                .flatMap(loop -> LongStream.of(latencies(new Random(loop), 20_000)))
                .toArray();
        Sum sum = new Sum(Resolution.COARSE);
        sum.add(recorder.distribution());
        assertQuantiles(sum.quantiles(), all, Resolution.COARSE);
    }

    @ParameterizedTest
    @EnumSource
    void it_travels_as_bytes(Resolution resolution) {
        Recorder recorder = new Recorder(resolution);
        LongStream.of(latencies(new Random(9), 100_000))
                .forEach(micros -> recorder.record(MICROSECONDS.toNanos(micros)));
        Distribution sent = recorder.distribution();
        assertThat(Distribution.of(resolution, sent.toBytes()))
                .isEqualTo(sent)
                .hasSameHashCodeAs(sent)
                .extracting(Distribution::count)
                .isEqualTo(100_000L);
        assertThat(Distribution.of(resolution, new byte[0])).isEqualTo(Distribution.none(resolution));
    }

    @Test
    void whatever_bytes_come_they_are_a_distribution_or_refused() {
        Random random = new Random(10);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            try {
                Distribution read = Distribution.of(Resolution.COARSE, bytes);
                Sum sum = new Sum(Resolution.COARSE);
                sum.add(read);
                assertThat(sum.quantiles().count()).isEqualTo(read.count());
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageMatching("there is no such bucket|a bucket counts .*|a number does not end");
            }
        }
    }

    @Test
    void what_is_no_distribution_is_refused() {
        int buckets = Buckets.of(Resolution.COARSE).size();
        assertRefused("there is no such bucket", (byte) (buckets % 128 | 0x80), (byte) (buckets / 128), (byte) 1);
        assertRefused("a bucket counts 0", (byte) 3, (byte) 0);
        assertRefused("a number does not end", (byte) 3);
        assertRefused("a number does not end", (byte) 3, (byte) 0x80);
        assertRefused("a number does not end", (byte) 0, -1, -1, -1, -1, -1, -1, -1, -1, 1);
        assertRefused("a bucket counts", (byte) 0, -1, -1, -1, -1, -1, -1, 0x7f);
    }

    private static void assertRefused(String why, int... bytes) {
        byte[] sent = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            sent[i] = (byte) bytes[i];
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Distribution.of(Resolution.COARSE, sent))
                .withMessageStartingWith(why);
    }

    private static void assertQuantiles(Quantiles shown, long[] all, Resolution resolution) {
        long[] sorted = all.clone();
        Arrays.sort(sorted);
        double[] values = {shown.p50(), shown.p90(), shown.p99(), shown.p999(), shown.max()};
        assertThat(shown.count()).isEqualTo(all.length);
        for (int i = 0; i < values.length; i++) {
            int rank = (int) Math.ceil(OF_THOUSAND[i] * (long) sorted.length / 1_000.0);
            double exact = sorted[rank - 1] / 1_000.0;
            assertThat(values[i])
                    .as("quantile %d/1000 of %d", OF_THOUSAND[i], sorted.length)
                    .isBetween(exact, exact * (1 + resolution.error()));
        }
    }

    /** From a microsecond to minutes, each order of magnitude as likely as the others. */
    private static long[] latencies(Random random, int count) {
        return LongStream.generate(() -> (long) Math.pow(10, random.nextDouble() * 8.3))
                .limit(count)
                .toArray();
    }
}
