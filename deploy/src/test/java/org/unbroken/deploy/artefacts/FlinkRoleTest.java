package org.unbroken.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.SecurityOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code unbroken-role} hands to Flink, by a stand-in for Java that shows its command line. */
final class FlinkRoleTest {
    private static final String PASSWORD = "d0c7e0";

    @TempDir
    private Path dir;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(dir.resolve("java/bin"));
        Path java = dir.resolve("java/bin/java");
        Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(dir.resolve("keys"));
        Files.writeString(dir.resolve("keys/password"), PASSWORD + "\n");
        Files.writeString(dir.resolve("s3"), "key\n");
    }

    private record Ran(int exit, String said) {}

    private Ran run(String role) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        DeploymentFiles.DEPLOY
                                .resolve("container/unbroken-role")
                                .toAbsolutePath()
                                .toString(),
                        role,
                        "seal")
                .directory(dir.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", dir.resolve("java").toString());
        builder.environment()
                .put(
                        "UNBROKEN_FLINK_CONF",
                        DeploymentFiles.DEPLOY
                                .resolve("compose/config/flink-seal")
                                .toAbsolutePath()
                                .toString());
        builder.environment().put("UNBROKEN_FLINK_TLS", dir.resolve("keys").toString());
        builder.environment()
                .put("UNBROKEN_S3_ACCESS_KEY_FILE", dir.resolve("s3").toString());
        builder.environment()
                .put("UNBROKEN_S3_SECRET_KEY_FILE", dir.resolve("s3").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), said);
    }

    private Configuration configuration() {
        return GlobalConfiguration.loadConfiguration(dir.resolve("flink-conf").toString());
    }

    @Test
    void aJobManagerAsksEveryoneForACertificate() throws Exception {
        Ran ran = run("jobmanager");
        assertThat(ran.exit()).as(ran.said()).isZero();
        assertThat(ran.said())
                .contains("--configDir " + dir.resolve("flink-conf"))
                .doesNotContain(PASSWORD);
        assertThat(SecurityOptions.isInternalSSLEnabled(configuration())).isTrue();
        assertThat(SecurityOptions.isRestSSLAuthenticationEnabled(configuration()))
                .isTrue();
        assertThat(configuration().get(SecurityOptions.SSL_REST_TRUSTSTORE))
                .isEqualTo(dir.resolve("keys/rest.p12").toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("flink-conf/config.yaml"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aTaskManagerHasNoKeyOfTheRestInterface() throws Exception {
        Ran ran = run("taskmanager");
        assertThat(ran.exit()).as(ran.said()).isZero();
        assertThat(SecurityOptions.isInternalSSLEnabled(configuration())).isTrue();
        assertThat(configuration().get(SecurityOptions.SSL_INTERNAL_KEYSTORE_PASSWORD))
                .isEqualTo(PASSWORD);
        assertThat(configuration().getOptional(SecurityOptions.SSL_REST_KEYSTORE_PASSWORD))
                .isEmpty();
    }

    @Test
    void withoutKeysNothingStarts() throws Exception {
        Files.delete(dir.resolve("keys/password"));
        Ran ran = run("jobmanager");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.said()).contains("unbroken cluster keys").doesNotContain("configDir");
    }
}
