package io.equipoise.client.protocol;

import java.util.List;

/** How large each request's payload is, in bytes from 1 on; the same for the same key. Pure, any thread. */
public sealed interface PayloadSize {
    /** The size for the request with that key, whose bits are evenly distributed. */
    int of(long key);

    /** Always the same size. */
    record Fixed(int bytes) implements PayloadSize {
        @Override
        public int of(long key) {
            return bytes;
        }
    }

    /** One of those sizes, each as often as the others. */
    record Among(List<Integer> sizes) implements PayloadSize {
        public Among {
            sizes = List.copyOf(sizes);
        }

        @Override
        public int of(long key) {
            return sizes.get((int) (((key >>> 33) * sizes.size()) >>> 31));
        }
    }

    /** Any size of a range, both ends included, log-uniform: each doubling of the size is as frequent as the others. */
    record Between(int from, int to) implements PayloadSize {
        @Override
        public int of(long key) {
            double share = (key >>> 11) * 0x1p-53;
            return (int) Math.min(to, from * Math.pow((to + 1.0) / from, share));
        }
    }
}
