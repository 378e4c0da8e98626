package org.unbroken.deploy.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Where events go. Until told otherwise: warnings to standard error (logback.xml). */
public final class Logs {
    /** Two warnings a checkpoint about metric names, and one about a web interface that is off on purpose. */
    private static final List<String> NOISE = List.of(
            "org.apache.flink.metrics.MetricGroup",
            "org.apache.flink.runtime.webmonitor.WebMonitorUtils",
            "org.apache.flink.runtime.util.HadoopUtils",
            "org.apache.flink.core.plugin",
            "org.apache.flink.runtime.security");

    private Logs() {}

    /** A server's log: standard error, from information up. */
    public static void toStandardError() {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setTarget("System.err");
        install(appender);
    }

    /** Everything into one file, nothing on the terminal. */
    public static void toFile(Path file) {
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setFile(file.toString());
        install(appender);
    }

    private static void install(OutputStreamAppender<ILoggingEvent> appender) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return; // another logging library was put on the class path, and is configured its own way
        }
        LogfmtLayout layout = new LogfmtLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
        root.setLevel(Level.WARN);
        context.getLogger("org.unbroken").setLevel(Level.INFO);
        NOISE.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
    }
}
