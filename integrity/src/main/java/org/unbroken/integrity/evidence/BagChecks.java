package org.unbroken.integrity.evidence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unbroken.integrity.digest.Sha256;

/** That the bag is one, complete and valid as RFC 8493 section 3 has it, and holds nothing that a bundle has no place for. */
final class BagChecks {
    private static final int LARGEST_TEXT = 1 << 20;
    private static final Pattern OXUM = Pattern.compile("(?m)^Payload-Oxum: ([0-9]{1,18})\\.([0-9]{1,9})$");

    private final BundleFiles files;
    private final Results results;

    BagChecks(BundleFiles files, Results results) {
        this.files = files;
        this.results = results;
    }

    /** Before anything is read: what is no bag, or not one of ours, is refused. */
    void declaration() throws IOException {
        if (files.has("fetch.txt")) {
            throw new BundleException(
                    "it has a fetch.txt, which asks for files from elsewhere: a bundle is whole in itself");
        }
        byte[] declared = files.read(BundleLayout.BAGIT, LARGEST_TEXT)
                .orElseThrow(() -> new BundleException("it is no BagIt bag: it has no bagit.txt"));
        String text = BagManifest.text(BundleLayout.BAGIT, declared).replace("\r\n", "\n");
        if (!text.equals(BagWriter.DECLARATION) && !text.equals(BagWriter.DECLARATION.stripTrailing())) {
            throw new BundleException("its bagit.txt does not declare BagIt-Version 1.0 and UTF-8");
        }
        results.passed("bag", "a BagIt 1.0 bag of " + files.sizes().size() + " files; names are plain and apart");
    }

    void layout() {
        List<String> troubles = new ArrayList<>();
        files.strange().forEach(path -> troubles.add(path + " has no place in an evidence bundle"));
        for (String path : List.of(
                BundleLayout.INFO,
                BundleLayout.NOTE_HTML,
                BundleLayout.NOTE_TEXT,
                BundleLayout.GUIDE_HTML,
                BundleLayout.GUIDE_TEXT,
                BundleLayout.CHECKPOINT)) {
            if (!files.has(path)) {
                troubles.add(path + " is missing");
            }
        }
        if (files.recordings().isEmpty()) {
            troubles.add("there is no recording in it");
        }
        results.each("layout", troubles, "everything has its place, and all that must be there is there");
    }

    void info() throws IOException {
        Optional<byte[]> info = files.read(BundleLayout.INFO, LARGEST_TEXT);
        if (info.isEmpty()) {
            return;
        }
        Matcher oxum =
                OXUM.matcher(BagManifest.text(BundleLayout.INFO, info.get()).replace("\r\n", "\n"));
        if (!oxum.find()) {
            results.failed("bag-info", "bag-info.txt has no Payload-Oxum");
            return;
        }
        long bytes = 0;
        long count = 0;
        for (var file : files.sizes().entrySet()) {
            if (file.getKey().startsWith("data/")) {
                bytes += file.getValue();
                count++;
            }
        }
        String found = bytes + "." + count;
        String told = oxum.group(1) + "." + oxum.group(2);
        if (found.equals(told)) {
            results.passed("bag-info", "the payload has the " + bytes + " bytes in " + count + " files that it tells");
        } else {
            results.failed("bag-info", "the payload has " + found + " (bytes.files), and bag-info.txt tells " + told);
        }
    }

    void digests(ReadFiles read) throws IOException {
        compare("payload", BundleLayout.MANIFEST, path -> path.startsWith("data/"), read);
        compare(
                "tags",
                BundleLayout.TAG_MANIFEST,
                path -> !path.startsWith("data/") && !path.equals(BundleLayout.TAG_MANIFEST),
                read);
    }

    private void compare(String name, String list, Predicate<String> belongs, ReadFiles read) throws IOException {
        Optional<byte[]> bytes = files.read(list, BagManifest.MAX_BYTES);
        if (bytes.isEmpty()) {
            results.failed(name, list + " is missing");
            return;
        }
        SortedMap<String, Sha256> listed;
        try {
            listed = BagManifest.parse(list, bytes.get()).digests();
        } catch (BundleException e) {
            results.failed(name, String.valueOf(e.getMessage()));
            return;
        }
        List<String> troubles = new ArrayList<>();
        listed.forEach((path, digest) -> {
            if (!files.has(path) || !belongs.test(path)) {
                troubles.add(path + " is listed in " + list
                        + (files.has(path) ? ", where it does not belong" : " and missing"));
            } else if (read.digest(path).isEmpty()) {
                troubles.add(path + " " + read.trouble(path));
            } else if (!read.digest(path).get().equals(digest)) {
                troubles.add(path + " has SHA-256 " + read.digest(path).get() + ", and " + list + " lists " + digest);
            }
        });
        for (String path : new TreeMap<>(files.sizes()).keySet()) {
            if (belongs.test(path) && !listed.containsKey(path)) {
                troubles.add(path + " is not listed in " + list);
            }
        }
        results.each(
                name,
                troubles,
                "all " + listed.size() + " files of " + list + " are there and unchanged, and no others");
    }
}
