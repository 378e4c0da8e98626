package org.unbroken.ingest.console.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names with what is known of them; what is not known is left out. */
final class Facts {
    private final List<Markup> rows = new ArrayList<>();

    Facts add(String name, Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(present -> add(name, present)).orElse(this);
        }
        rows.add(Markup.of("<dt>{}</dt><dd>{}</dd>", name, value));
        return this;
    }

    Markup markup() {
        return Markup.of("<dl class=\"facts\">{}</dl>", rows.stream().collect(Markup.joined()));
    }
}
