package org.unbroken.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void defaultsAreTheDesigns() throws SettingsException {
        ServerSettings settings = ServerSettings.of(Map.of());
        assertThat(settings.upload()).isEqualTo(new Door("127.0.0.1", 1080, Optional.empty()));
        assertThat(settings.console()).isEqualTo(new Door("127.0.0.1", 8080, Optional.empty()));
        assertThat(settings.retentionFloor()).isEqualTo(Period.ofYears(2));
        assertThat(settings.wormImmutable()).isFalse();
        assertThat(settings.data()).isAbsolute();
    }

    @Test
    void theCommandLineWinsOverTheFile() throws Exception {
        Path file = file("# ours", "", "upload.port = 2000", "  console.port=3000  ", "upload.idle = 5m");
        ServerSettings settings = ServerSettings.load(Optional.of(file), Map.of(Setting.UPLOAD_PORT, "0"));
        assertThat(settings.upload().port()).isZero();
        assertThat(settings.console().port()).isEqualTo(3000);
        assertThat(settings.limits().idle()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void anUnknownKeyIsRefusedWithTheNearestOne() throws IOException {
        Path file = file("retention.flor = 3y");
        assertThat(problems(Optional.of(file), Map.of()))
                .containsExactly(
                        "unbroken.properties:1: unknown key \"retention.flor\"; did you mean retention.floor?");
    }

    @Test
    void aKeyTwiceAndALineWithoutEqualsAreNamedWithTheirLines() throws IOException {
        Path file = file("upload.port = 1", "upload.port = 2", "nonsense");
        assertThat(problems(Optional.of(file), Map.of()))
                .containsExactly(
                        "unbroken.properties:2: key \"upload.port\" a second time",
                        "unbroken.properties:3: \"nonsense\" is not key = value");
    }

    @Test
    void allThatIsWrongIsSaidAtOnceWithKeyAndValue() {
        Map<Setting, String> wrong = Map.of(
                Setting.UPLOAD_PORT, "66000",
                Setting.CONSOLE_PORT, "many",
                Setting.RETENTION_FLOOR, "2 weeks",
                Setting.WORM_IMMUTABLE, "yes",
                Setting.STAGING_RESERVE, "10 GB");
        assertThat(problems(Optional.empty(), wrong))
                .hasSize(5)
                .anySatisfy(problem -> assertThat(problem).startsWith("upload.port = 66000:"))
                .anySatisfy(problem -> assertThat(problem).startsWith("console.port = many:"))
                .anySatisfy(problem -> assertThat(problem).startsWith("retention.floor = 2 weeks:"))
                .anySatisfy(problem -> assertThat(problem).startsWith("worm.immutable = yes:"))
                .anySatisfy(problem -> assertThat(problem).startsWith("staging.reserve = 10 GB:"));
    }

    @Test
    void plainHttpBeyondThisMachineNeedsTheSwitch() throws SettingsException {
        Map<Setting, String> open = Map.of(Setting.UPLOAD_HOST, "0.0.0.0");
        assertThat(problems(Optional.empty(), open)).singleElement().asString().startsWith("upload.host = 0.0.0.0:");
        ServerSettings allowed =
                ServerSettings.of(Map.of(Setting.UPLOAD_HOST, "0.0.0.0", Setting.ALLOW_PLAIN_HTTP, "true"));
        assertThat(allowed.upload().loopback()).isFalse();
    }

    @Test
    void aNameThatOnlyLooksLikeLoopbackIsNone() {
        assertThat(problems(Optional.empty(), Map.of(Setting.CONSOLE_HOST, "127.evil.example")))
                .hasSize(1);
    }

    @Test
    void certificateAndKeyComeTogether() throws IOException {
        Path pem = Files.writeString(folder.resolve("c.pem"), "x");
        assertThat(problems(Optional.empty(), Map.of(Setting.UPLOAD_TLS_CERTIFICATE, pem.toString())))
                .containsExactly(
                        "upload.tls.certificate = " + pem + ": certificate and key are given together or not at all");
    }

    @Test
    void filesThatAreNotThereAreNamed() {
        assertThat(problems(
                        Optional.empty(),
                        Map.of(Setting.CONSOLE_TLS_CERTIFICATE, "/none.pem", Setting.CONSOLE_TLS_KEY, "/none.key")))
                .containsExactly(
                        "console.tls.certificate = /none.pem: not a file that can be read",
                        "console.tls.key = /none.key: not a file that can be read");
    }

    @Test
    void bothDoorsCannotHaveOnePort() {
        assertThat(problems(Optional.empty(), Map.of(Setting.CONSOLE_PORT, "1080")))
                .containsExactly("console.port = 1080: the same address as upload.port");
    }

    private List<String> problems(Optional<Path> file, Map<Setting, String> overrides) {
        return catchThrowableOfType(SettingsException.class, () -> ServerSettings.load(file, overrides))
                .problems();
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("unbroken.properties"), List.of(lines));
    }
}
