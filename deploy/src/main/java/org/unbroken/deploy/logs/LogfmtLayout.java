package org.unbroken.deploy.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.event.KeyValuePair;

/**
 * One line an event, logfmt: {@code at=… level=… logger=… msg="…" key=value…}. Whatever is in a value, the line stays
 * one: a client's file name cannot forge a second event.
 */
public final class LogfmtLayout extends LayoutBase<ILoggingEvent> {

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(256);
        line.append("at=").append(Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.MILLIS));
        pair(line, "level", event.getLevel().toString().toLowerCase(java.util.Locale.ROOT));
        String logger = event.getLoggerName();
        pair(line, "logger", logger.substring(logger.lastIndexOf('.') + 1));
        pair(line, "msg", event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                pair(line, pair.key, String.valueOf(pair.value));
            }
        }
        event.getMDCPropertyMap().forEach((key, value) -> pair(line, key, value));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            pair(line, "error", thrown.getClassName() + ": " + thrown.getMessage());
            pair(line, "stack", ThrowableProxyUtil.asString(thrown));
        }
        return line.append('\n').toString();
    }

    private static void pair(StringBuilder line, String key, String value) {
        line.append(' ').append(key).append('=');
        if (!value.isEmpty() && value.chars().allMatch(LogfmtLayout::isBare)) {
            line.append(value);
            return;
        }
        line.append('"');
        value.chars().forEach(c -> {
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                        line.append(String.format("\\u%04x", c));
                    } else {
                        line.append((char) c);
                    }
                }
            }
        });
        line.append('"');
    }

    private static boolean isBare(int c) {
        return c > ' ' && c != '"' && c != '=' && c != '\\' && c < 0x7f;
    }
}
