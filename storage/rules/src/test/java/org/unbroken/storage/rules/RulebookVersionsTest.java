package org.unbroken.storage.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A manifest names its rulebook by id, version and digest: other bytes under the same version would be two rulebooks of one
 * name. Whoever changes a shipped one, or the list of settings, raises its version and adds a line to the list; lines are never
 * changed or taken away.
 */
final class RulebookVersionsTest {
    private static final String LIST = "/golden/rulebooks.txt";

    private static List<String> lines() throws IOException {
        try (InputStream in = Objects.requireNonNull(RulebookVersionsTest.class.getResourceAsStream(LIST))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    @Test
    void aVersionStandsForTheSameBytesForEver() throws IOException {
        List<String> lines = lines();
        for (Rulebook book : new RulebookShelf().shipped()) {
            assertThat(lines)
                    .as(book.id() + ": where its bytes changed, raise its \"version\" and add the line to " + LIST)
                    .contains(book.id() + " " + book.version() + " " + book.digest());
        }
    }

    @Test
    void noVersionIsGivenTwice() throws IOException {
        assertThat(lines().stream()
                        .map(line -> line.substring(0, line.lastIndexOf(' ')))
                        .toList())
                .doesNotHaveDuplicates()
                // Several bytes went by the first number, before there was this list.
                .noneMatch(name -> name.endsWith(" 1"));
    }
}
