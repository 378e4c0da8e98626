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

    @Test
    void aRoleNamesEveryKeyThatItLacks() {
        SettingsException missing = catchThrowableOfType(
                SettingsException.class, () -> ServerSettings.load(NodeRole.GATEWAY, Optional.empty(), Map.of()));
        assertThat(missing.problems())
                .allSatisfy(problem -> assertThat(problem).contains("the role gateway needs it"))
                .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
                .containsExactlyInAnyOrder(
                        "s3.endpoint",
                        "s3.bucket",
                        "s3.shared-bucket",
                        "s3.access-key-file",
                        "s3.secret-key-file",
                        "kafka.bootstrap",
                        "log-nodes",
                        "gateway.token-file");
    }

    @Test
    void aGatewayOfAClusterIsReadWhole() throws Exception {
        ServerSettings settings = ServerSettings.load(NodeRole.GATEWAY, Optional.empty(), cluster());
        ScaleOut scaleOut = settings.scaleOut();
        assertThat(scaleOut.store()).hasValueSatisfying(store -> {
            assertThat(store.endpoint()).hasToString("http://127.0.0.1:7480");
            assertThat(store.wormBucket()).isEqualTo("worm");
            assertThat(store.pathStyle()).isTrue();
        });
        assertThat(scaleOut.broker())
                .hasValueSatisfying(broker -> assertThat(broker.bootstrap()).isEqualTo("a:9092,b:9092"));
        assertThat(scaleOut.gateway().logNodes()).hasToString("[http://127.0.0.1:8080, http://127.0.0.1:8081]");
        assertThat(scaleOut.gateway().spool()).isEqualTo(settings.data().resolve("spool"));
        assertThat(scaleOut.nodeName()).endsWith("-gateway");
    }

    @Test
    void serveDoesNotPassOverAnObjectStoreThatItWouldNotUse() throws Exception {
        assertThat(problems(Optional.empty(), cluster()))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).startsWith("s3.endpoint = http://127.0.0.1:7480: serve"))
                .anySatisfy(problem -> assertThat(problem).startsWith("kafka.bootstrap = a:9092,b:9092: serve"));
    }

    @Test
    void keysOfAClusterAreCheckedAsOthersAre() throws Exception {
        Map<Setting, String> wrong = new java.util.EnumMap<>(cluster());
        wrong.put(Setting.S3_ENDPOINT, "127.0.0.1:7480");
        wrong.put(Setting.S3_SHARED_BUCKET, "worm");
        wrong.put(Setting.KAFKA_BOOTSTRAP, "a");
        wrong.put(Setting.LOG_NODES, "http://a:1,b");
        wrong.put(Setting.NODE_NAME, "Ä");
        wrong.put(Setting.LOG_TAKEOVER_AFTER, "1s");
        wrong.put(Setting.JOBS_CHECKPOINTS, "checkpoints");
        wrong.put(Setting.OPS_HOST, "0.0.0.0");
        SettingsException found = catchThrowableOfType(
                SettingsException.class, () -> ServerSettings.load(NodeRole.GATEWAY, Optional.empty(), wrong));
        assertThat(found.problems())
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactlyInAnyOrder(
                        "s3.endpoint = 127.0.0.1",
                        "s3.shared-bucket = worm",
                        "kafka.bootstrap = a",
                        "log-nodes = http",
                        "node.name = Ä",
                        "log.takeover-after = 1s",
                        "jobs.checkpoints = checkpoints",
                        "ops.host = 0.0.0.0");
    }

    private Map<Setting, String> cluster() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "x");
        Map<Setting, String> keys = new java.util.EnumMap<>(Setting.class);
        keys.put(Setting.S3_ENDPOINT, "http://127.0.0.1:7480");
        keys.put(Setting.S3_BUCKET, "worm");
        keys.put(Setting.S3_SHARED_BUCKET, "shared");
        keys.put(Setting.S3_ACCESS_KEY_FILE, secret.toString());
        keys.put(Setting.S3_SECRET_KEY_FILE, secret.toString());
        keys.put(Setting.KAFKA_BOOTSTRAP, "a:9092,b:9092");
        keys.put(Setting.LOG_NODES, "http://127.0.0.1:8080, http://127.0.0.1:8081");
        keys.put(Setting.GATEWAY_TOKEN_FILE, secret.toString());
        return keys;
    }

    private List<String> problems(Optional<Path> file, Map<Setting, String> overrides) {
        return catchThrowableOfType(SettingsException.class, () -> ServerSettings.load(file, overrides))
                .problems();
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("unbroken.properties"), List.of(lines));
    }
}
