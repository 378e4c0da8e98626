package org.unbroken.storage.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The nine that are shipped, with their texts, and files of others. */
public final class RulebookShelf implements RulebookReader.Sources {
    /** A file that is larger is no rulebook: the longest shipped has some 40 kB. */
    private static final long LARGEST_FILE = 4 << 20;

    private static final List<String> SHIPPED = List.of(
            "a-hebei-emergency-management-bureau",
            "b-mingshan-labour-inspection",
            "c-commission-draft-2017",
            "d-shijiazhuang-work-safety",
            "e-district-agriculture",
            "f-housing-construction-pilot",
            "g-henan-province-2019",
            "h-bureau-measures",
            "i-chengde-county-2017-80");

    private final List<Rulebook> shipped = new ArrayList<>();

    public RulebookShelf() {
        RulebookReader reader = new RulebookReader(this);
        for (String id : SHIPPED) {
            String file = id + ".json";
            try {
                shipped.add(reader.read(file, resource("rulebooks/" + file).orElseThrow()));
            } catch (RulebookException e) {
                throw new IllegalStateException("a shipped rulebook is wrong: " + e.getMessage(), e);
            }
        }
    }

    public List<Rulebook> shipped() {
        return List.copyOf(shipped);
    }

    /** A shipped one by its id or letter. */
    public Optional<Rulebook> find(String idOrCode) {
        return shipped.stream()
                .filter(book -> book.id().equals(idOrCode)
                        || book.code()
                                .filter(code -> code.equalsIgnoreCase(idOrCode))
                                .isPresent())
                .findFirst();
    }

    @Override
    public Optional<Rulebook> rulebook(String id) {
        return shipped.stream().filter(book -> book.id().equals(id)).findFirst();
    }

    @Override
    public Optional<RegulationText> text(String file) {
        return resource("regulations/" + file)
                .map(bytes -> RegulationText.of(new String(bytes, StandardCharsets.UTF_8)));
    }

    /** A file; its parent is a shipped one or a file {@code ID.json} beside it, its text is shipped or beside it. */
    public Rulebook read(Path file) throws IOException, RulebookException {
        return new Beside(file, List.of()).read();
    }

    private static Optional<byte[]> resource(String name) {
        try (InputStream in = RulebookShelf.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file and those on the way to it, so that rulebooks that derive from each other end. */
    private final class Beside implements RulebookReader.Sources {
        private final Path file;
        private final List<Path> way;

        Beside(Path file, List<Path> way) {
            this.file = file.toAbsolutePath().normalize();
            this.way = way;
        }

        Rulebook read() throws IOException, RulebookException {
            if (Files.size(file) > LARGEST_FILE) {
                throw new IOException(file + ": larger than any rulebook (" + LARGEST_FILE + " bytes)");
            }
            return new RulebookReader(this).read(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        }

        @Override
        public Optional<Rulebook> rulebook(String id) throws RulebookException {
            Optional<Rulebook> known = RulebookShelf.this.rulebook(id);
            Path other = file.resolveSibling(id + ".json");
            if (known.isPresent() || !id.matches("[a-z0-9-]+") || !Files.isRegularFile(other)) {
                return known;
            }
            List<Path> longer = new ArrayList<>(way);
            longer.add(file);
            if (longer.contains(other)) {
                throw new RulebookException(List.of(new Problem(
                        String.valueOf(file.getFileName()),
                        Place.START,
                        "parent",
                        new Said("规则书互为上级", "rulebooks derive from each other"),
                        new Said("改正其中一个的 parent", "change the parent of one"))));
            }
            try {
                return Optional.of(new Beside(other, longer).read());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Optional<RegulationText> text(String name) {
            Path beside = file.resolveSibling(name);
            try {
                return Files.isRegularFile(beside)
                        ? Optional.of(RegulationText.of(Files.readString(beside)))
                        : RulebookShelf.this.text(name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
