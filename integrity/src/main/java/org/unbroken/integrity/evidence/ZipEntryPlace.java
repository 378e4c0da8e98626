package org.unbroken.integrity.evidence;

/** Where an entry's bytes lie in a zip, as both its headers say. */
record ZipEntryPlace(String name, int method, long crc, long compressed, long bytes, long header) {
    boolean isFolder() {
        return name.endsWith("/");
    }
}
