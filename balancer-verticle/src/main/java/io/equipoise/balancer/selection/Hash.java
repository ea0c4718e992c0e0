package io.equipoise.balancer.selection;

/** Hashes that are equal on every balancer: fixed seeds, no {@code hashCode}. */
final class Hash {
    /** 2^64 over the golden ratio: its multiples are as far apart as can be. */
    static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Hash() {}

    /** Spreads every input bit over all 64: Stafford's variant 13 of the MurmurHash3 finalizer, as in SplitMix64. */
    static long mix(long bits) {
        long z = bits;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Another hash of the same, unlike the first: SplitMix64's next number. */
    static long again(long hash) {
        return mix(hash + GOLDEN);
    }

    /** FNV-1a over the characters, then mixed: FNV alone leaves the high bits of short texts alike. */
    static long of(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** The hash's place in a circle of that size, 0 to size - 1: by multiplication, from the high half of the hash. */
    static int scale(long hash, int size) {
        return (int) (((hash >>> 32) * size) >>> 32);
    }
}
