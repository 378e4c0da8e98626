package org.unbroken.integrity.disc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.unbroken.integrity.evidence.BundleSource;
import org.unbroken.integrity.manifest.Manifest;

/** Whether a disc's index tells of every byte of every original, once: one that says nothing would else look intact. */
final class DiscPlaces {
    private DiscPlaces() {}

    /**
     * What is wrong with it, if anything is.
     *
     * @param listed all that the bag lists, originals included
     * @param manifests by recording
     */
    static Optional<String> troubles(DiscIndex index, Set<String> listed, Map<String, Manifest> manifests) {
        Map<String, List<DiscPart>> pieces = new TreeMap<>();
        index.parts().keySet().forEach(part -> of(pieces, part.path()).add(part));
        index.others().keySet().forEach(part -> of(pieces, part.path()).add(part));
        Set<String> told = new HashSet<>();
        for (Map.Entry<String, List<DiscPart>> original : pieces.entrySet()) {
            String path = original.getKey();
            String recording = original.getValue().get(0).recording();
            Manifest manifest = manifests.get(recording);
            if (!listed.contains(path) || manifest == null || !told.add(recording)) {
                return Optional.of(path + " is not an original that the bundle has once, with its manifest");
            }
            Optional<String> gap = gap(path, original.getValue(), manifest.size());
            if (gap.isPresent()) {
                return gap;
            }
        }
        for (String path : listed) {
            if (BundleSource.isOriginal(path) && !pieces.containsKey(path)) {
                return Optional.of("no disc is said to have " + path);
            }
        }
        for (String recording : manifests.keySet()) {
            if (!told.contains(recording)) {
                return Optional.of("no disc is said to have the original of " + recording);
            }
        }
        return told.isEmpty() ? Optional.of("the set has no recording") : Optional.empty();
    }

    private static List<DiscPart> of(Map<String, List<DiscPart>> pieces, String path) {
        return pieces.computeIfAbsent(path, each -> new ArrayList<>());
    }

    private static Optional<String> gap(String path, List<DiscPart> parts, long size) {
        parts.sort(Comparator.comparingLong(DiscPart::offset));
        long at = 0;
        for (DiscPart part : parts) {
            if (part.offset() != at || (part.length() == 0 && (size > 0 || parts.size() > 1))) {
                return Optional.of(path + ": what is said to lie where does not follow at byte " + at);
            }
            at = part.end();
        }
        return at == size
                ? Optional.empty()
                : Optional.of(path + " has " + size + " bytes, and the discs are said to have " + at);
    }
}
