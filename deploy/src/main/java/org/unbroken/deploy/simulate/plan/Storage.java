package org.unbroken.deploy.simulate.plan;

/** Bytes on disk. Raw: with copies or erasure coding. */
public record Storage(
        double footagePerYear, double rawPerYear, double rawInAll, double kafkaPerBroker, double logPerYear) {}
