package org.unbroken.integrity.custody;

public record Entry(String event) {}
