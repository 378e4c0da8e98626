package org.unbroken.deploy.config;

import java.util.List;

/** The configuration cannot be used. Holds all that is wrong with it, each with its key and value. */
public final class SettingsException extends Exception {
    private final transient List<String> problems;

    public SettingsException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
