package io.equipoise.cluster.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RingTrialTest {
    @Test
    void a_kernel_that_does_not_answer_is_one_without_io_uring() {
        CountDownLatch never = new CountDownLatch(1);
        String failure = RingTrial.within(10, () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return null;
        });
        assertThat(failure).isEqualTo("the kernel has not carried out a trial within 10 ms");
        never.countDown();
    }

    @Test
    void what_the_trial_says_is_passed_on_also_when_it_throws() {
        assertThat(RingTrial.within(30_000, () -> null)).isNull();
        assertThat(RingTrial.within(30_000, () -> "no")).isEqualTo("no");
        assertThat(RingTrial.within(30_000, () -> {
                    throw new UnsatisfiedLinkError("no library");
                }))
                .isEqualTo("no library");
    }
}
