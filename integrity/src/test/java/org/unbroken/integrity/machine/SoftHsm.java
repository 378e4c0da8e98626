package org.unbroken.integrity.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A PKCS#11 token in files (SoftHSM, Debian: libsofthsm2) and OpenSC's tool for it (Debian: opensc). Keys are made on it and
 * cannot leave it.
 */
public final class SoftHsm {
    public static final String LABEL = "log";
    public static final String PIN = "87654321";
    private static final String OFFICER_PIN = "12345678";

    private final Path configuration;
    private final Path module;
    private final Path tool;

    private SoftHsm(Path configuration, Path module, Path tool) {
        this.configuration = configuration;
        this.module = module;
        this.tool = tool;
    }

    /** A new token in this folder; empty where the programs cannot be had. */
    public static Optional<SoftHsm> create(Path folder) throws IOException, InterruptedException {
        Optional<DebianPackages> fetched =
                DebianPackages.fetch("opensc", "opensc-pkcs11", "libsofthsm2", "libglib2.0-0", "libffi8");
        if (fetched.isEmpty()) {
            return Optional.empty();
        }
        DebianPackages packages = fetched.get();
        Path tokens = Files.createDirectory(folder.resolve("tokens"));
        Path configuration = Files.writeString(
                folder.resolve("softhsm2.conf"), "directories.tokendir = " + tokens + "\nlog.level = ERROR\n");
        // SoftHSM finds its folder by an environment variable, which only this script sets.
        Path tool = Files.writeString(
                folder.resolve("tool"),
                "#!/bin/sh\nSOFTHSM2_CONF=" + configuration + " LD_LIBRARY_PATH=" + packages.libraries() + " exec "
                        + packages.find("bin/pkcs11-tool").orElseThrow() + " \"$@\"\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
        SoftHsm token =
                new SoftHsm(configuration, packages.find("libsofthsm2.so").orElseThrow(), tool);
        token.run("--init-token", "--slot-index", "0", "--label", LABEL, "--so-pin", OFFICER_PIN);
        token.run(
                "--token-label",
                LABEL,
                "--init-pin",
                "--so-pin",
                OFFICER_PIN,
                "--login",
                "--login-type",
                "so",
                "--new-pin",
                PIN);
        return Optional.of(token);
    }

    /**
     * A new key pair on the token.
     *
     * @param type as the tool has it, such as {@code EC:edwards25519}
     */
    public void makeKey(String type, String id) throws IOException, InterruptedException {
        run("--token-label", LABEL, "--login", "--pin", PIN, "--keypairgen", "--key-type", type, "--id", id);
    }

    public Path module() {
        return module;
    }

    public Path tool() {
        return tool;
    }

    /** Pulled out of its slot, as it were. */
    public void takeAway() throws IOException {
        Files.move(configuration, away());
    }

    public void giveBack() throws IOException {
        Files.move(away(), configuration);
    }

    private Path away() {
        return configuration.resolveSibling("away");
    }

    private void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tool.toString(), "--module", module.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(command + ": " + said);
        }
    }
}
