package io.equipoise.balancer.latency;

import java.util.Arrays;

/**
 * Latencies that were counted up to some moment: an immutable value of a few bytes for each bucket in use, and the form in
 * which it travels. Written is, for each bucket that is not empty, how many empty ones are before it and its count, both as
 * LEB128: the body of HdrHistogram's encoding (V2) without its header, which says how large a histogram its reader should
 * allocate.
 */
public final class Distribution {
    /** Counts are below this, so that sums of thousands of them fit. */
    static final long MOST = 1L << 48;

    private static final byte[] EMPTY = {};

    private final Resolution resolution;
    private final long count;
    private final byte[] bytes;

    private Distribution(Resolution resolution, long count, byte[] bytes) {
        this.resolution = resolution;
        this.count = count;
        this.bytes = bytes;
    }

    /** No latency at all. */
    public static Distribution none(Resolution resolution) {
        return new Distribution(resolution, 0, EMPTY);
    }

    /**
     * What came from elsewhere as {@link #toBytes}. Allocates nothing but itself.
     *
     * @throws IllegalArgumentException when the bytes are no distribution of that resolution
     */
    public static Distribution of(Resolution resolution, byte[] bytes) {
        byte[] own = bytes.clone();
        Reader reader = new Reader(resolution, own);
        long count = 0;
        while (reader.next()) {
            count += reader.count();
            if (reader.count() == 0 || count >= MOST) {
                throw new IllegalArgumentException("a bucket counts " + reader.count());
            }
        }
        return new Distribution(resolution, count, own);
    }

    /** How finely it tells latencies apart. */
    public Resolution resolution() {
        return resolution;
    }

    /** How many latencies. */
    public long count() {
        return count;
    }

    /** The form to travel in. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    Reader reader() {
        return new Reader(resolution, bytes);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Distribution that
                        && resolution == that.resolution
                        && count == that.count
                        && Arrays.equals(bytes, that.bytes));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return count + " latencies";
    }

    /** Walks over the buckets that are not empty. */
    static final class Reader {
        private final int buckets;
        private final byte[] bytes;
        private int at;
        private int bucket = -1;
        private long count;

        private Reader(Resolution resolution, byte[] bytes) {
            this.buckets = Buckets.of(resolution).size();
            this.bytes = bytes;
        }

        /** Goes to the next one; false at the end. */
        boolean next() {
            if (at == bytes.length) {
                return false;
            }
            long skipped = number();
            if (skipped >= buckets - bucket - 1) {
                throw new IllegalArgumentException("there is no such bucket");
            }
            bucket += (int) skipped + 1;
            count = number();
            return true;
        }

        int bucket() {
            return bucket;
        }

        long count() {
            return count;
        }

        private long number() {
            long value = 0;
            for (int shift = 0; shift < 49 && at < bytes.length; shift += 7) {
                byte part = bytes[at++];
                value |= (long) (part & 0x7f) << shift;
                if (part >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("a number does not end");
        }
    }

    /** Makes one, bucket by bucket from the shortest latencies on. */
    static final class Writer {
        private final Resolution resolution;
        private byte[] bytes = new byte[64];
        private int size;
        private int skipped;
        private long count;

        Writer(Resolution resolution) {
            this.resolution = resolution;
        }

        /** The next bucket has that many. */
        void add(long inBucket) {
            if (inBucket == 0) {
                skipped++;
                return;
            }
            number(skipped);
            number(inBucket);
            skipped = 0;
            count += inBucket;
        }

        Distribution done() {
            return new Distribution(resolution, count, Arrays.copyOf(bytes, size));
        }

        private void number(long value) {
            long rest = value;
            while (rest >= 0x80) {
                put((byte) (rest | 0x80));
                rest >>>= 7;
            }
            put((byte) rest);
        }

        private void put(byte part) {
            if (size == bytes.length) {
                bytes = Arrays.copyOf(bytes, size * 2);
            }
            bytes[size++] = part;
        }
    }
}
