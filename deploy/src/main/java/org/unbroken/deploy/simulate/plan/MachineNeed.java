package org.unbroken.deploy.simulate.plan;

/**
 * So many machines of a kind.
 *
 * @param utilisation of the fullest resource at the peak, over all of them, spare included
 * @param resource which that is
 */
public record MachineNeed(MachineKind kind, long count, double utilisation, String resource) {}
