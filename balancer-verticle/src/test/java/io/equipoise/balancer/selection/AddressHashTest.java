package io.equipoise.balancer.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressHashTest {
    private static final long OF_192_0_2_1 = -8715544637031171398L;
    private static final long OF_2001_DB8_1 = 191949849992763924L;

    @Test
    void the_hash_is_the_same_on_every_balancer() throws UnknownHostException {
        assertThat(AddressHash.of(InetAddress.getByName("192.0.2.1"))).isEqualTo(OF_192_0_2_1);
        assertThat(AddressHash.of(InetAddress.getByName("2001:db8::1"))).isEqualTo(OF_2001_DB8_1);
    }

    @Test
    void an_ipv4_client_is_the_same_behind_a_dual_stack_listener() throws UnknownHostException {
        assertThat(AddressHash.of(InetAddress.getByName("::ffff:192.0.2.1")))
                .isEqualTo(AddressHash.of(InetAddress.getByName("192.0.2.1")));
    }

    @Test
    void neighbouring_ipv4_addresses_spread_evenly() throws UnknownHostException {
        int[] buckets = new int[10];
        Set<Long> hashes = new HashSet<>();
        for (int i = 0; i < 1 << 16; i++) {
            long hash = AddressHash.of(InetAddress.getByAddress(new byte[] {10, 1, (byte) (i >> 8), (byte) i}));
            hashes.add(hash);
            buckets[Hash.scale(hash, 10)]++;
        }

        assertThat(hashes).hasSize(1 << 16);
        assertEven(buckets);
    }

    @Test
    void neighbouring_ipv6_networks_spread_evenly() throws UnknownHostException {
        int[] buckets = new int[10];
        for (int i = 0; i < 1 << 16; i++) {
            byte[] address = new byte[16];
            address[0] = 0x20;
            address[6] = (byte) (i >> 8);
            address[7] = (byte) i;
            buckets[Hash.scale(AddressHash.of(InetAddress.getByAddress(address)), 10)]++;
        }

        assertEven(buckets);
    }

    @Test
    void each_bit_of_an_address_changes_half_the_bits_of_the_hash() throws UnknownHostException {
        for (int length : new int[] {4, 16}) {
            for (int bit = 0; bit < 8 * length; bit++) {
                int flipped = 0;
                for (int sample = 0; sample < 256; sample++) {
                    byte[] address = new byte[length];
                    for (int i = 0; i < length; i++) {
                        address[i] = (byte) (31 * sample + 7 * i);
                    }
                    long before = AddressHash.of(InetAddress.getByAddress(address));
                    address[bit / 8] ^= (byte) (1 << bit % 8);
                    flipped += Long.bitCount(before ^ AddressHash.of(InetAddress.getByAddress(address)));
                }

                assertThat(flipped / 256.0)
                        .as("bit %d of %d bytes", bit, length)
                        .isCloseTo(32, within(2.0));
            }
        }
    }

    private static void assertEven(int[] buckets) {
        for (int count : buckets) {
            assertThat((double) count).isCloseTo(6_553.6, withinPercentage(5));
        }
    }
}
