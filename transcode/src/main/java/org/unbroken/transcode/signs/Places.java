package org.unbroken.transcode.signs;

import java.util.ArrayList;
import java.util.List;

/** The first so many places of a kind, and how many there were in all: a hostile file may have millions. */
final class Places<T> {
    static final int KEPT = 200;
    private final List<T> first = new ArrayList<>();
    private long count;

    void add(T place) {
        if (first.size() < KEPT) {
            first.add(place);
        }
        count++;
    }

    List<T> first() {
        return List.copyOf(first);
    }

    long count() {
        return count;
    }
}
