package org.unbroken.integrity.note;

public record VerifierKey(String name) {}
