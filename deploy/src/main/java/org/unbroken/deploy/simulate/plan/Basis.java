package org.unbroken.deploy.simulate.plan;

/** How a figure came about: what an operator measures anew before buying machines is anything but {@link #MEASURED}. */
public enum Basis {
    /** Taken by a run that the source names. */
    MEASURED,
    /** Counted in the code or reckoned from measured figures. */
    DERIVED,
    /** Nobody measured it here. */
    ASSUMED
}
