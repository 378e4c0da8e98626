package org.unbroken.integrity.log;

public record TlogProof(long index) {}
