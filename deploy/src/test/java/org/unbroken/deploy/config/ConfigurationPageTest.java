package org.unbroken.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ConfigurationPageTest {
    @Test
    void thePageSaysWhatTheCodeDoes() throws IOException {
        Path page = Path.of(System.getProperty("unbroken.root"), "docs", "CONFIGURATION.md");
        if (Boolean.getBoolean("unbroken.write-docs")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, ConfigurationPage.markdown());
        }
        assertThat(page).hasContent(ConfigurationPage.markdown());
    }
}
