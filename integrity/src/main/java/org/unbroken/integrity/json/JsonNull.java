package org.unbroken.integrity.json;

public enum JsonNull implements Json {
    NULL
}
