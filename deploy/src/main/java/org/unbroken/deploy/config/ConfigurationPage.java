package org.unbroken.deploy.config;

/** Makes docs/CONFIGURATION.md. */
public final class ConfigurationPage {
    private ConfigurationPage() {}

    public static String markdown() {
        StringBuilder page = new StringBuilder(
                """
                # Configuration

                `./unbroken serve --config FILE` reads `key = value` lines in UTF-8; lines that start with `#` are \
                comments. A key that is not in this table stops the start. `--data`, `--upload-port` and \
                `--console-port` on the command line win over the file. Sizes take `B`, `KiB`, `MiB`, `GiB`, `TiB`; \
                durations `ms`, `s`, `m`, `h`, `d`; periods `d`, `y`.

                The keys from `node.name` on are for the processes of a cluster: `unbroken gateway`, `unbroken log` and \
                Flink's jobs read the same kind of file. A role that lacks a key it needs says so and does not start. \
                Secrets are never in this file but in files that it names.

                This page is made from `Setting.java`; a test holds the two together.

                | key | default | meaning |
                |---|---|---|
                """);
        for (Setting setting : Setting.values()) {
            String standard = setting.standard().isEmpty() ? "" : "`" + setting.standard() + "`";
            page.append("| `")
                    .append(setting.key())
                    .append("` | ")
                    .append(standard)
                    .append(" | ")
                    .append(setting.meaning())
                    .append(" |\n");
        }
        return page.toString();
    }
}
