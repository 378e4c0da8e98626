package org.unbroken.deploy.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.unbroken.deploy.terminal.Amounts;
import org.unbroken.deploy.terminal.Progress;
import org.unbroken.integrity.evidence.BundleReport;
import org.unbroken.integrity.evidence.BundleVerification;
import org.unbroken.integrity.stamp.TrustedAuthorities;
import org.unbroken.integrity.verify.TrustPolicy;

/** An evidence bundle, verified offline and reported. */
final class BundleOutput {
    private BundleOutput() {}

    /** A recording may be a zip too: one that comes with papers is a file in hand. */
    static boolean isBundle(Path target, boolean papersGiven) {
        boolean zip = target.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
        boolean papersBeside = Files.exists(target.resolveSibling(target.getFileName() + ".manifest.json"));
        return Files.isDirectory(target) || (zip && !papersGiven && !papersBeside);
    }

    /** Returns the exit code. */
    static int verify(
            Path bundle,
            TrustPolicy trusted,
            TrustedAuthorities authorities,
            Progress progress,
            PrintWriter out,
            boolean json)
            throws IOException, InterruptedException {
        BundleReport report = BundleVerification.run(
                bundle,
                trusted,
                authorities,
                Instant.now(),
                Runtime.getRuntime().availableProcessors(),
                done -> progress.at("reading the bundle: " + Amounts.bytes(done)));
        if (json) {
            out.println(report.toJson()
                    .with()
                    .put("target", bundle.toString())
                    .build()
                    .text());
        } else {
            report.lines().forEach(out::println);
        }
        out.flush();
        return report.verdict().exitCode();
    }
}
