package org.unbroken.integrity.evidence;

import gov.loc.repository.bagit.domain.Bag;
import gov.loc.repository.bagit.reader.BagReader;
import gov.loc.repository.bagit.verify.BagVerifier;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The Library of Congress's reader and verifier of BagIt bags. */
final class StockBag {
    private StockBag() {}

    /** Throws what that library throws where the bag is not complete, or a file not what its lists say. */
    static void requireValid(Path folder) throws Exception {
        Bag bag = new BagReader().read(folder);
        if (!bag.getVersion().toString().equals("1.0")) {
            throw new AssertionError("of BagIt " + bag.getVersion());
        }
        try (BagVerifier verifier = new BagVerifier()) {
            verifier.isValid(bag, false);
        }
        BagVerifier.quicklyVerify(bag);
    }

    /** By the JDK's zip reader; the bag's folder. */
    static Path unzipped(Path zip, Path into) throws Exception {
        Path bag = into;
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (Enumeration<? extends ZipEntry> each = file.entries(); each.hasMoreElements(); ) {
                ZipEntry entry = each.nextElement();
                Path to = into.resolve(entry.getName());
                bag = into.resolve(entry.getName().split("/", -1)[0]);
                if (entry.isDirectory()) {
                    Files.createDirectories(to);
                    continue;
                }
                Files.createDirectories(to.getParent());
                try (InputStream in = file.getInputStream(entry)) {
                    Files.copy(in, to);
                }
            }
        }
        return bag;
    }
}
