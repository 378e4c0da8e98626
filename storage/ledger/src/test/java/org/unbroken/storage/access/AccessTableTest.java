package org.unbroken.storage.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/ACCESS.md says what the code does. When this fails, put the table it shows there. */
class AccessTableTest {

    @Test
    void theDocumentationShowsWhatTheCodeAllows() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("unbroken.root"), "docs", "ACCESS.md"));
        assertThat(page).contains(table());
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| permission | calls | ");
        table.append(Arrays.stream(Role.values()).map(Role::wire).collect(Collectors.joining(" | ")))
                .append(" |\n|---|---|")
                .append("---|".repeat(Role.values().length))
                .append("\n");
        for (Permission permission : Permission.values()) {
            table.append("| ")
                    .append(permission)
                    .append(" | ")
                    .append(permission.calls())
                    .append(" | ");
            table.append(Arrays.stream(Role.values())
                            .map(role -> role.may(permission) ? "yes" : "–")
                            .collect(Collectors.joining(" | ")))
                    .append(" |\n");
        }
        return table.toString();
    }

    @Test
    void noRoleButADockUploadsAndADockDoesNothingElse() {
        for (Role role : Role.values()) {
            assertThat(role.may(Permission.UPLOAD)).isEqualTo(role == Role.DOCK);
        }
        assertThat(Arrays.stream(Permission.values()).filter(Role.DOCK::may)).containsExactly(Permission.UPLOAD);
    }

    @Test
    void anOperatorSeesNoFootage() {
        assertThat(Role.OPERATOR.may(Permission.READ_MEDIA)).isFalse();
        assertThat(Role.OPERATOR.may(Permission.REQUEST_PROXY)).isFalse();
    }
}
