package io.equipoise.balancer.selection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SelectionPolicyTest {
    @Test
    void names_are_those_of_the_configuration() {
        assertThat(SelectionPolicy.names())
                .containsExactly("round-robin", "least-connections", "random", "power-of-two", "source-hash");
    }

    @Test
    void each_policy_is_found_by_its_name() {
        for (SelectionPolicy policy : SelectionPolicy.values()) {
            assertThat(SelectionPolicy.named(policy.wireName())).contains(policy);
        }
    }

    @Test
    void other_names_lead_nowhere() {
        assertThat(SelectionPolicy.named("ROUND_ROBIN")).isEmpty();
        assertThat(SelectionPolicy.named("round-robin ")).isEmpty();
        assertThat(SelectionPolicy.named("peak-ewma")).isEmpty();
        assertThat(SelectionPolicy.named("")).isEmpty();
    }
}
