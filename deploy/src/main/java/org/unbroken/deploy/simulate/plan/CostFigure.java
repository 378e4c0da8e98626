package org.unbroken.deploy.simulate.plan;

/** One figure and where it comes from, date included. */
public record CostFigure(double value, Basis basis, String source) {
    public CostFigure {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(value + ": a cost is more than 0");
        }
        if (!source.matches(".*\\b20[0-9]{2}-[01][0-9]-[0-3][0-9]\\b.*")) {
            throw new IllegalArgumentException("\"" + source + "\" has no date such as 2026-11-21");
        }
    }
}
