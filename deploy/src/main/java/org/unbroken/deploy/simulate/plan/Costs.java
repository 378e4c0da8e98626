package org.unbroken.deploy.simulate.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A figure for every {@link Cost}.
 *
 * <pre>
 * # comment
 * seal.cpu = 1.7 | measured | docs/PERFORMANCE.md, 2026-11-21
 * </pre>
 */
public record Costs(Map<Cost, CostFigure> figures) {
    private static final String STANDARD = "costs.properties";

    public Costs {
        figures = Map.copyOf(figures);
        for (Cost cost : Cost.values()) {
            if (!figures.containsKey(cost)) {
                throw new IllegalArgumentException("no figure for " + cost.key());
            }
        }
    }

    /** The project's own. */
    public static Costs standard() {
        try (InputStream in = Costs.class.getResourceAsStream(STANDARD)) {
            if (in == null) {
                throw new IllegalStateException(STANDARD + " is not in the jar");
            }
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return parse(new EnumMap<>(Cost.class), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** These, with those of {@code lines} in their place: somebody measured some of them on machines of his own. */
    public Costs with(List<String> lines) {
        return parse(new EnumMap<>(figures), lines);
    }

    private static Costs parse(Map<Cost, CostFigure> figures, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    take(line, figures);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        return new Costs(figures);
    }

    private static void take(String line, Map<Cost, CostFigure> figures) {
        int equals = line.indexOf('=');
        String[] parts = line.substring(equals + 1).split("\\|", 3);
        if (equals < 0 || parts.length != 3) {
            throw new IllegalArgumentException("\"" + line + "\" is not KEY = FIGURE | BASIS | SOURCE, DATE");
        }
        String key = line.substring(0, equals).strip();
        Cost cost = Cost.find(key).orElseThrow(() -> new IllegalArgumentException("unknown cost \"" + key + "\""));
        figures.put(
                cost,
                new CostFigure(
                        Double.parseDouble(parts[0].strip()),
                        Basis.valueOf(parts[1].strip().toUpperCase(Locale.ROOT)),
                        parts[2].strip()));
    }

    double of(Cost cost) {
        return figure(cost).value();
    }

    public CostFigure figure(Cost cost) {
        CostFigure figure = figures.get(cost);
        if (figure == null) {
            throw new IllegalStateException("the constructor saw to " + cost);
        }
        return figure;
    }
}
