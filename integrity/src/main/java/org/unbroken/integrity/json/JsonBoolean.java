package org.unbroken.integrity.json;

public record JsonBoolean(boolean value) implements Json {}
