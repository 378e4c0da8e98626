package org.unbroken.deploy.simulate.plan;

/**
 * What one stage asks of one resource at its busiest.
 *
 * @param load and {@code capacity} in {@code unit}; capacity is that of one machine, all of it
 */
public record StageLoad(String stage, MachineKind machine, String resource, double load, double capacity, String unit) {

    /** Machines' worth. */
    public double machines() {
        return load / capacity;
    }
}
