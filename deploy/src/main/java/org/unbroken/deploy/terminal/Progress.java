package org.unbroken.deploy.terminal;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * Says how far long work is. On a terminal one line is written over, several times a second; elsewhere a line is
 * printed every few seconds. Thread-safe.
 */
public final class Progress implements AutoCloseable {
    private static final long TERMINAL_NANOS = 200_000_000L;
    private static final long LOG_NANOS = 5_000_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private long last;
    private int shown;

    public Progress(PrintStream out, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    /** To standard error; whether that is a terminal the launcher script has found out, since Java cannot tell. */
    public static Progress standard() {
        return new Progress(System.err, Boolean.getBoolean("unbroken.terminal"), System::nanoTime);
    }

    /** Where the work stands now: shown if it is time to. */
    public synchronized void at(String text) {
        long now = nanos.getAsLong();
        if (now - last >= (terminal ? TERMINAL_NANOS : LOG_NANOS)) {
            last = now;
            show(text);
        }
    }

    /** So many bytes of a known amount. */
    public void bytes(String work, long done, long total) {
        long percent = total == 0 ? 100 : done * 100 / total;
        at(work + ": " + Amounts.bytes(done) + " of " + Amounts.bytes(total) + " (" + percent + " %)");
    }

    /** A step that is worth a line of its own. */
    public synchronized void step(String text) {
        clear();
        out.println(text);
        out.flush();
        last = nanos.getAsLong();
    }

    private void show(String text) {
        if (!terminal) {
            out.println(text);
            return;
        }
        out.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
        out.flush();
        shown = text.length();
    }

    private void clear() {
        if (shown > 0) {
            out.print("\r" + " ".repeat(shown) + "\r");
            out.flush();
            shown = 0;
        }
    }

    @Override
    public synchronized void close() {
        clear();
    }
}
