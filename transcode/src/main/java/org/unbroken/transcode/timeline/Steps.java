package org.unbroken.transcode.timeline;

import java.util.List;

/**
 * Times of decoding that go up in even steps, but for a few. Joining leaves one where the parts meet, since their last
 * frames' lengths are made up.
 */
final class Steps {
    private static final long LEAST_ODD_MICROS = 2_000;
    private static final int LEAST = 32;
    private static final int RARE = 50;
    /** Before so many the usual step is not known. */
    private static final int SETTLED = 8;

    private final Spacing spacing = new Spacing();
    private final SpanList odd = new SpanList();
    private long count;

    void add(long at, long step) {
        long usual = spacing.median();
        if (spacing.count() >= SETTLED && Math.abs(step - usual) > Math.max(LEAST_ODD_MICROS, usual / 8)) {
            odd.add(at, Math.abs(step - usual));
        }
        if (step >= 0) {
            spacing.add(step);
        }
        count++;
    }

    /** Where the steps are odd; none where they are not even to begin with. */
    List<Span> odd() {
        long total = odd.spans().size() + odd.more();
        return count < LEAST || total * RARE > count ? List.of() : odd.spans();
    }
}
