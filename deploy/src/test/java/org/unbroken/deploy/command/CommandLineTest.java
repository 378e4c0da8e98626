package org.unbroken.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unbroken.deploy.Unbroken;
import org.unbroken.deploy.config.DataFolder;
import picocli.CommandLine;

final class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void versionAndHelpAreNoErrors() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("unbroken ").doesNotContain("${");
        assertThat(run("--help")).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        new CommandLine(new Unbroken()).getSubcommands().keySet().forEach(command -> {
            out.getBuffer().setLength(0);
            assertThat(run(command, "--help")).as(command).isZero();
            assertThat(out.toString()).as(command).contains("Usage: unbroken " + command, "Example", "  unbroken ");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frobnicate",
                "serve --nonsense",
                "dock --camera c file",
                "verify",
                "verify /nowhere/file.mp4",
                "verify / --tsa-crl /nowhere/a.crl",
                "verify 0193f5e2-7a10-7c3e-9b1d-3f2a6c5e8d90",
                "inspect /nowhere/file.mp4",
                "proxy /nowhere/file.mp4",
                "release --help",
                "serve --data /proc/nothing",
                "token frobnicate --help",
                "token",
                "token issue --data /nowhere --role dock --name x",
                "rebuild --data /nowhere",
                "audit --data /nowhere",
                "serve --config /nowhere/file"
            })
    void wrongUseIsOneLineAndExitCode2(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("unbroken: ").doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whereAnErrorCameFromIsShownOnRequestOnly() {
        assertThat(run("rebuild", "--data", "/nowhere", "--debug")).isEqualTo(2);
        assertThat(err.toString()).contains("\tat org.unbroken.deploy");
    }

    @Test
    void aCommandThatIsNotThereIsNamed() {
        assertThat(run("release", "--help")).isEqualTo(2);
        assertThat(err.toString()).startsWith("unbroken: unknown command: release\n");
    }

    @Test
    void aProxysPlaceIsLookedAtBeforeAnythingIsMade() throws Exception {
        Path file = Files.writeString(folder.resolve("clip"), "x");
        assertThat(run("proxy", file.toString(), "--out", "/nodir/x.mp4")).isEqualTo(2);
        assertThat(err.toString()).startsWith("unbroken: --out /nodir/x.mp4: ");
    }

    @Test
    void allThatIsWrongWithAConfigurationIsShown() throws Exception {
        Path file = Files.write(folder.resolve("c"), List.of("upload.port = x", "console.port = y"));
        assertThat(run("serve", "--config", file.toString())).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("unbroken: "));
    }

    @Test
    void aTokenComesAloneOnStandardOutputAndCanBeRevoked() {
        String data = folder.toString();
        assertThat(run("token", "issue", "--data", data, "--role", "dock", "--name", "station 3", "--expires", "30d"))
                .isZero();
        String token = out.toString().strip();
        assertThat(token).matches("\\S+");
        assertThat(err.toString()).contains("station 3").doesNotContain(token);

        out.getBuffer().setLength(0);
        assertThat(run("token", "list", "--data", data)).isZero();
        assertThat(out.toString()).contains("station 3", "dock", "default").doesNotContain(token);

        assertThat(run("token", "revoke", "--data", data, "station 3")).isZero();
        assertThat(run("token", "revoke", "--data", data, "station 3")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--role king", "--role dock --expires yesterday", "--role dock --agency a/b"})
    void aTokenThatMakesNoSenseIsNotIssued(String options) {
        String line = "token issue --data " + folder + " --name n " + options;
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(DataFolder.tokens(folder)).doesNotExist();
    }

    @Test
    void aFolderThatIsNoBundleIsRefusedWithItsReason() {
        assertThat(run("verify", folder.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("no bagit.txt");
    }

    @Test
    void aFileAloneCannotBeToldAnythingOf() throws Exception {
        Path file = Files.writeString(folder.resolve("clip"), "x");
        assertThat(run("verify", file.toString())).isEqualTo(2);
        assertThat(out.toString())
                .endsWith("cannot tell: no manifest and no receipt were given\n")
                .doesNotContain("consistent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unbroken.local/log+2420f1be+AAAA",
                "unbroken.local/log+2420f1be+AQ==",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+BukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
            })
    void aKeyThatCannotBeUsedIsSaidToBeSoAndIsNoDamage(String key) throws Exception {
        Path file = Files.writeString(folder.resolve("clip"), "x");
        assertThat(run("verify", file.toString(), "--key", key)).isEqualTo(2);
        assertThat(err.toString()).startsWith("unbroken: --key " + key + ": ").contains("key");
        Path keys = Files.writeString(folder.resolve("keys"), key + "\n");
        assertThat(run("verify", file.toString(), "--key", keys.toString())).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    private int run(String... arguments) {
        return Unbroken.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
