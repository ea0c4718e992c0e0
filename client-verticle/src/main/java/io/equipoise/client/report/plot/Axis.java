package io.equipoise.client.report.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/**
 * One axis of a plot: where a value stands on it, and which values are labelled. Immutable.
 *
 * @param label what it shows, with the unit
 * @param isLogarithmic whether each factor of ten is equally long
 * @param min the value at its beginning; above 0 when it is logarithmic
 * @param max the value at its end, above {@code min}
 * @param ticks what is labelled
 */
public record Axis(String label, boolean isLogarithmic, double min, double max, List<Tick> ticks) {
    private static final int STEPS = 5;
    private static final String[] NINES = {"0", "90", "99", "99.9", "99.99", "99.999"};

    public Axis {
        if (!(max > min) || (isLogarithmic && !(min > 0))) {
            throw new IllegalArgumentException("an axis from " + min + " to " + max);
        }
        ticks = List.copyOf(ticks);
    }

    /** A labelled value. */
    public record Tick(double value, String label) {}

    /** From 0 to a round value that is not below the largest. */
    public static Axis linear(String label, double largest, DoubleFunction<String> format) {
        double step = roundUp(Math.max(largest, 1e-9) / STEPS);
        double max = step * Math.max(1, Math.ceil(largest / step - 1e-9));
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i * step <= max * (1 + 1e-9); i++) {
            ticks.add(new Tick(i * step, format.apply(i * step)));
        }
        return new Axis(label, false, 0, max, ticks);
    }

    /** From 0 to the largest value itself, such as the end of a run. */
    public static Axis upTo(String label, double largest, DoubleFunction<String> format) {
        Axis round = linear(label, largest, format);
        double max = Math.max(largest, 1e-9);
        return new Axis(
                label,
                false,
                0,
                max,
                round.ticks.stream().filter(tick -> tick.value <= max).toList());
    }

    /** Whole powers of ten around those values, which are above 0. */
    public static Axis logarithmic(String label, double smallest, double largest, DoubleFunction<String> format) {
        int from = (int) Math.floor(Math.log10(smallest));
        int to = Math.max(from + 1, (int) Math.ceil(Math.log10(largest) - 1e-9));
        List<Tick> ticks = new ArrayList<>();
        for (int power = from; power <= to; power++) {
            ticks.add(new Tick(Math.pow(10, power), format.apply(Math.pow(10, power))));
        }
        return new Axis(label, true, Math.pow(10, from), Math.pow(10, to), ticks);
    }

    /**
     * For percentiles: 0, 90, 99, 99.9 … stand at equal distances.
     *
     * @param largest share to be shown, 0 to below 1
     * @see #nines
     */
    public static Axis percentiles(String label, double largest) {
        int to = Math.max(1, Math.min(NINES.length - 1, (int) Math.ceil(nines(largest) - 1e-9)));
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i <= to; i++) {
            ticks.add(new Tick(i, NINES[i]));
        }
        return new Axis(label, false, 0, to, ticks);
    }

    /** Where that share stands on an axis of percentiles: 0.9 at 1, 0.99 at 2. */
    public static double nines(double share) {
        return -Math.log10(1 - share);
    }

    /** Where a value stands, 0 at the beginning and 1 at the end; values beyond stand at the ends. */
    public double position(double value) {
        double position = isLogarithmic
                ? Math.log(Math.max(value, min) / min) / Math.log(max / min)
                : (value - min) / (max - min);
        return Math.max(0, Math.min(1, position));
    }

    /** 1, 2 or 5 times a power of ten, not below that value. */
    private static double roundUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        return DoubleStream.of(1, 2, 5, 10)
                        .filter(factor -> factor * power >= value * (1 - 1e-9))
                        .findFirst()
                        .orElse(10)
                * power;
    }
}
