package org.unbroken.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unbroken.deploy.Unbroken;
import org.unbroken.deploy.config.Setting;

/** Nothing here can start a container; that files refer to what is there, and to each other's names, can be checked. */
final class DeploymentFilesTest {
    private static final Path DEPLOY = DeploymentFiles.DEPLOY;
    private static final Pattern ROLE = Pattern.compile("(?m)^ExecStart=/opt/unbroken/bin/unbroken-role ([a-z]+)");

    @Test
    void everyYamlAndJsonParses() {
        List<Path> files = DeploymentFiles.ending(".yaml", "compose", "kubernetes", "grafana");
        files.addAll(DeploymentFiles.ending(".yml", "prometheus"));
        files.addAll(DeploymentFiles.ending(".json", "grafana"));
        assertThat(files).hasSizeGreaterThan(20);
        for (Path file : files) {
            assertThat(DeploymentFiles.yaml(file)).as(file.toString()).isNotEmpty();
        }
    }

    @Test
    void everyKeyIsASetting() {
        Set<String> known = Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.toSet());
        List<Path> files = DeploymentFiles.ending(".properties", "compose", "kubernetes");
        assertThat(files).hasSize(12);
        for (Path file : files) {
            Map<String, String> settings = DeploymentFiles.settings(file);
            assertThat(known).as(file.toString()).containsAll(settings.keySet());
            assertThat(settings).as(file.toString()).doesNotContainValue("");
        }
    }

    @Test
    void composeRefersToFilesThatAreThereOrThatAreMade() {
        Path folder = DEPLOY.resolve("compose");
        Tree compose = DeploymentFiles.yaml(folder.resolve("compose.yaml")).get(0);
        String made = DeploymentFiles.text(folder.resolve("make-secrets.sh"));
        Set<String> volumes = new HashSet<>(compose.keys("volumes"));
        for (String name : compose.keys("services")) {
            Tree service = compose.at("services").at(name);
            for (String volume : service.texts("volumes")) {
                String source = volume.substring(0, volume.indexOf(':'));
                if (source.startsWith("./secrets/")) {
                    assertThat(made).contains(source.substring("./secrets/".length()));
                } else if (source.startsWith(".")) {
                    assertThat(folder.resolve(source)).as(name).exists();
                } else if (!source.startsWith("/")) {
                    assertThat(volumes).as(name).contains(source);
                }
            }
            service.find("build").ifPresent(build -> assertThat(
                            folder.resolve(build.text("context")).resolve(build.text("dockerfile")))
                    .as(name)
                    .exists());
            assertThat(compose.keys("secrets")).as(name).containsAll(service.texts("secrets"));
        }
        for (String secret : compose.keys("secrets")) {
            assertThat(made).contains(secret);
            assertThat(compose.at("secrets").at(secret).text("file")).isEqualTo("./secrets/" + secret);
        }
    }

    /** Whoever breaks into a process is not to plant keys for the next, nor to speak as the broker. */
    @Test
    void composeGivesKeysToBeReadAndTheBrokersToItAlone() {
        Tree compose = DeploymentFiles.yaml(DEPLOY.resolve("compose").resolve("compose.yaml"))
                .get(0);
        int looked = 0;
        for (String name : compose.keys("services")) {
            for (String volume : compose.at("services").at(name).texts("volumes")) {
                if (volume.startsWith("./secrets/") && !volume.startsWith("./secrets/log-key:")) {
                    looked++;
                    assertThat(volume).as(name).endsWith(":ro");
                    assertThat(volume.contains("kafka-broker"))
                            .as(name + " " + volume)
                            .isEqualTo(name.equals("kafka"));
                }
            }
        }
        assertThat(looked).isEqualTo(14);
    }

    @Test
    void secretsAreBehindAFolderOfTheirOwner(@TempDir Path compose) throws Exception {
        Path secrets = Files.createDirectories(compose.resolve("secrets"));
        Path script =
                Files.copy(DEPLOY.resolve("compose").resolve("make-secrets.sh"), compose.resolve("make-secrets.sh"));
        assertThat(run(script)).isZero();
        assertThat(Files.getPosixFilePermissions(secrets)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        for (String name : List.of("broker.p12", "client.p12", "client.properties", "password")) {
            Files.writeString(secrets.resolve("kafka").resolve(name), name);
        }
        assertThat(run(script)).isZero();
        assertThat(run(script)).as("once more").isZero();

        assertThat(secrets.resolve("kafka").resolve("broker.p12")).doesNotExist();
        assertThat(secrets.resolve("kafka").resolve("client.p12")).exists();
        assertThat(secrets.resolve("kafka-broker").resolve("broker.p12")).hasContent("broker.p12");
        assertThat(secrets.resolve("kafka-broker").resolve("client.properties")).exists();
    }

    private static int run(Path script) throws Exception {
        return new ProcessBuilder("sh", script.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void composeGivesEachRoleTheSecretsThatItsSettingsName() {
        Path folder = DEPLOY.resolve("compose");
        Tree compose = DeploymentFiles.yaml(folder.resolve("compose.yaml")).get(0);
        int looked = 0;
        for (String name : compose.keys("services")) {
            Tree service = compose.at("services").at(name);
            for (String volume : service.texts("volumes")) {
                if (volume.contains(".properties:")) {
                    looked++;
                    Map<String, String> settings =
                            DeploymentFiles.settings(folder.resolve(volume.substring(0, volume.indexOf(':'))));
                    settings.values().stream()
                            .filter(value -> value.startsWith("/run/secrets/"))
                            .map(value -> value.substring("/run/secrets/".length()))
                            .forEach(secret -> assertThat(service.texts("secrets"))
                                    .as(name)
                                    .contains(secret));
                }
            }
        }
        assertThat(looked).isEqualTo(8);
    }

    @Test
    void everybodyMeansTheSameBucketsBrokersAndPorts() {
        Path compose = DEPLOY.resolve("compose");
        Tree services =
                DeploymentFiles.yaml(compose.resolve("compose.yaml")).get(0).at("services");
        for (String role : List.of("gateway", "log", "jobs")) {
            Map<String, String> settings = DeploymentFiles.settings(compose.resolve("config/" + role + ".properties"));
            assertThat(settings)
                    .containsEntry("s3.bucket", services.text("buckets.environment.WORM_BUCKET"))
                    .containsEntry("s3.shared-bucket", services.text("buckets.environment.SHARED_BUCKET"))
                    .containsEntry("s3.endpoint", services.text("buckets.environment.S3_ENDPOINT"));
            assertThat(services.text("kafka.environment.KAFKA_ADVERTISED_LISTENERS"))
                    .endsWith(settings.get("kafka.bootstrap"));
        }
        Map<String, String> gateway = DeploymentFiles.settings(compose.resolve("config/gateway.properties"));
        String proxy = DeploymentFiles.text(compose.resolve("config/haproxy.cfg"));
        assertThat(proxy)
                .contains("check port " + gateway.get("ops.port"))
                .contains("gateway-1:" + gateway.get("upload.port"), "gateway-2:" + gateway.get("upload.port"));
        String prometheus = DeploymentFiles.text(DEPLOY.resolve("prometheus/prometheus.yml"));
        assertThat(prometheus).contains("gateway-1:" + gateway.get("ops.port"), "gateway-2:" + gateway.get("ops.port"));
        DeploymentFiles.yaml(DEPLOY.resolve("prometheus/prometheus.yml")).get(0).list("scrape_configs").stream()
                .flatMap(job -> job.list("static_configs").stream())
                .flatMap(config -> config.texts("targets").stream())
                .map(target -> target.substring(0, target.indexOf(':')))
                .filter(host -> !host.equals("localhost"))
                .forEach(host -> assertThat(services.keys(host)).as(host).isNotEmpty());
        Map<String, String> log = DeploymentFiles.settings(compose.resolve("config/log.properties"));
        assertThat(gateway.get("log-nodes").split(",", -1))
                .containsExactly("http://log-1:" + log.get("console.port"), "http://log-2:" + log.get("console.port"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/evaluation", "overlays/production"})
    void kustomizeRefersToFilesThatAreThere(String name) {
        Path folder = DEPLOY.resolve("kubernetes").resolve(name);
        Tree kustomization =
                DeploymentFiles.yaml(folder.resolve("kustomization.yaml")).get(0);
        kustomization.texts("resources").forEach(file -> assertThat(folder.resolve(file))
                .exists());
        kustomization.list("configMapGenerator").stream()
                .flatMap(map -> map.texts("files").stream())
                .map(file -> file.substring(file.indexOf('=') + 1))
                .forEach(file -> assertThat(folder.resolve(file)).exists());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "log"})
    void podsMountWhatTheirSettingsName(String role) {
        Path base = DEPLOY.resolve("kubernetes/base");
        Tree workload = DeploymentFiles.yaml(base.resolve(role + ".yaml")).stream()
                .filter(tree -> tree.text("kind").matches("Deployment|StatefulSet"))
                .findFirst()
                .orElseThrow();
        Tree container = workload.list("spec.template.spec.containers").get(0);
        List<String> mounts = container.list("volumeMounts").stream()
                .map(mount -> mount.text("mountPath"))
                .toList();
        List<String> volumes = workload.list("spec.template.spec.volumes").stream()
                .map(volume -> volume.text("name"))
                .collect(Collectors.toList());
        workload.list("spec.volumeClaimTemplates").forEach(claim -> volumes.add(claim.text("metadata.name")));
        assertThat(container.list("volumeMounts").stream().map(mount -> mount.text("name")))
                .containsExactlyInAnyOrderElementsOf(volumes);
        String readme = DeploymentFiles.text(DEPLOY.resolve("kubernetes/README.md"));
        workload.all().flatMap(tree -> tree.find("secretName").stream()).forEach(secret -> assertThat(readme)
                .contains("`" + secret.value() + "`"));
        Map<String, String> settings = DeploymentFiles.settings(base.resolve("config/" + role + ".properties"));
        settings.values().stream()
                .filter(value -> value.startsWith("/run/") || value.startsWith("/var/"))
                .forEach(value -> assertThat(mounts).as(value).anyMatch(value::startsWith));
        Set<String> ports = container.list("ports").stream()
                .map(port -> port.text("containerPort"))
                .collect(Collectors.toSet());
        settings.forEach((key, value) -> {
            if (key.endsWith(".port")) {
                assertThat(ports).as(key).contains(value);
            }
        });
        String exposed = DeploymentFiles.text(DEPLOY.resolve("container/Containerfile"));
        ports.forEach(port -> assertThat(exposed).containsPattern("(?m)^EXPOSE .*\\b" + port + "\\b"));
    }

    @Test
    void containersCopyWhatIsThere() {
        for (Path file : DeploymentFiles.ending("", "container")) {
            if (file.getFileName().toString().startsWith("Containerfile")
                    && !file.toString().endsWith("ignore")) {
                DeploymentFiles.text(file)
                        .lines()
                        .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                        .flatMap(line -> Arrays.stream(line.split(" ", -1)).skip(1))
                        .filter(word -> word.startsWith("deploy/"))
                        .forEach(source -> {
                            assertThat(DeploymentFiles.ROOT.resolve(source)).exists();
                            assertThat(Files.isExecutable(DeploymentFiles.ROOT.resolve(source)))
                                    .as(source)
                                    .isTrue();
                        });
            }
        }
    }

    @Test
    void unitsAndContainersStartRolesThatThereAre() {
        String script = DeploymentFiles.text(DEPLOY.resolve("container/unbroken-role"));
        List<Path> units = DeploymentFiles.ending(".service", "systemd");
        assertThat(units).hasSize(5);
        for (Path unit : units) {
            List<String> roles = ROLE.matcher(DeploymentFiles.text(unit))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            assertThat(roles).as(unit.toString()).hasSize(1);
            assertThat(script).containsPattern("(?m)^    (.* \\| )?" + roles.get(0) + "( \\| .*)?\\)$");
        }
        assertThat(Unbroken.commandLine().getSubcommands()).containsKeys("serve", "gateway", "log");
    }

    /** What a media worker's cell is made of; {@code deploy/validate/units} has a real systemd allow it. */
    @Test
    void unitsWhoseProcessesParseMediaMayMakeNamespacesAndNoOthers() {
        String cell = "RestrictNamespaces=user mnt net ipc pid\nSystemCallFilter=@mount\n";
        for (Path unit : DeploymentFiles.ending(".service", "systemd")) {
            String text = DeploymentFiles.text(unit);
            if (unit.endsWith("unbroken.service")) {
                assertThat(text).contains(cell).doesNotContain("RestrictNamespaces=yes");
            } else {
                assertThat(text)
                        .as(unit.toString())
                        .contains("\nRestrictNamespaces=yes\n")
                        .doesNotContain("@mount");
            }
        }
        assertThat(DeploymentFiles.text(DEPLOY.resolve("systemd/unbroken-taskmanager@describe.service.d/cell.conf")))
                .endsWith("[Service]\n" + cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"seal", "describe"})
    void aTaskManagersMemoryAddsUp(String job) {
        Configuration configuration = GlobalConfiguration.loadConfiguration(
                DEPLOY.resolve("compose/config/flink-" + job).toString());
        // Throws on the figure that is missing, as the process would at its start.
        assertThat(TaskExecutorProcessUtils.processSpecFromConfig(configuration)
                        .getTotalProcessMemorySize()
                        .getMebiBytes())
                .isBetween(1000, 4000);
        assertThat(configuration.toMap()).containsEntry("jobmanager.rpc.address", "jobmanager-" + job);
    }

    @Test
    void bothWaysOfMakingBucketsAreOne() {
        assertThat(DeploymentFiles.text(DEPLOY.resolve("kubernetes/overlays/evaluation/make-buckets.sh")))
                .isEqualTo(DeploymentFiles.text(DEPLOY.resolve("compose/make-buckets.sh")));
    }
}
