package org.unbroken.deploy.simulate.live;

import java.util.Arrays;
import java.util.List;

/**
 * When cameras come in: weights of equal slices of the time. Within a slice they come evenly. The same curve gives the
 * same arrivals each time, so that two runs can be compared.
 */
public record DockingCurve(List<Double> weights) {
    public DockingCurve {
        weights = List.copyOf(weights);
        if (weights.isEmpty()
                || weights.stream().anyMatch(weight -> !(weight >= 0) || weight.isInfinite())
                || weights.stream().allMatch(weight -> weight == 0)) {
            throw new IllegalArgumentException(weights + ": a curve has weights of 0 or more, and one above 0");
        }
    }

    /** {@code flat}, {@code evening} (half of all within the fifth before the last), or weights as {@code 1,3,8,2}. */
    public static DockingCurve parse(String text) {
        return switch (text) {
            case "flat" -> new DockingCurve(List.of(1.0));
            case "evening" -> new DockingCurve(List.of(1.0, 1.0, 2.0, 5.0, 1.0));
            default ->
                new DockingCurve(Arrays.stream(text.split(",", -1))
                        .map(weight -> Double.valueOf(weight.strip()))
                        .toList());
        };
    }

    /** When number {@code index} of {@code count} comes, as a share of the time, from 0 to 1. */
    public double arrival(long index, long count) {
        double total = weights.stream().mapToDouble(Double::doubleValue).sum();
        double sought = (index + 0.5) / count * total;
        double before = 0;
        for (int slice = 0; slice < weights.size(); slice++) {
            double weight = weights.get(slice);
            if (weight > 0 && sought <= before + weight) {
                return (slice + (sought - before) / weight) / weights.size();
            }
            before += weight;
        }
        return 1;
    }
}
