package io.equipoise.balancer.ctl;

/** The figures of the whole cluster in one line. */
final class Totals {
    private Totals() {}

    static String line(Fields total) {
        Fields firstByte = total.part("firstByte");
        return "total: " + Figure.decimal(total.decimal("rate")) + " sessions/s, "
                + Figure.whole(total.whole("open")) + " open, "
                + Figure.decimal(total.decimal("failureRate")) + " failed/s, first byte p50 "
                + Figure.millis(firstByte.number("p50")) + " p99 " + Figure.millis(firstByte.number("p99"));
    }
}
