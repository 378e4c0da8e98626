package org.unbroken.deploy.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote down. */
public final class ProductVersion implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"unbroken " + text(), "java " + System.getProperty("java.runtime.version")};
    }

    static String text() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = ProductVersion.class.getResourceAsStream("/org/unbroken/deploy/version.properties")) {
            if (in == null) {
                return "unknown";
            }
            properties.load(in);
        }
        return properties.getProperty("version", "unknown");
    }
}
