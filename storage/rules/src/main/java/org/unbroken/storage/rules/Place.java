package org.unbroken.storage.rules;

/** Where in a file, counted from 1, columns in characters. */
public record Place(int line, int column) {
    static final Place START = new Place(1, 1);

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
