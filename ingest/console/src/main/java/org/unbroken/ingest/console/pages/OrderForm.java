package org.unbroken.ingest.console.pages;

import java.util.ArrayList;
import java.util.List;

/**
 * A form that orders something by the API. The page's script sends its fields as one JSON object, says what the API
 * answered, and loads the page anew where it was done. A name such as {@code checks.clock} is a member of a member.
 *
 * <p>Hidden until the script shows it: without script it would do nothing.
 */
final class OrderForm {
    private final String target;
    private final String title;
    private final String submit;
    private final List<Markup> fields = new ArrayList<>();
    private String then = "";
    private Markup more = Markup.EMPTY;
    private String look = "primary";

    OrderForm(String target, String title, String submit) {
        this.target = target;
        this.title = title;
        this.submit = submit;
    }

    /** Where to go when it is done; {@code {name}} stands for a member of the answer. */
    OrderForm then(String address) {
        then = address;
        return this;
    }

    /** Beside another that is what most come for. */
    OrderForm quiet() {
        look = "quiet";
        return this;
    }

    /** Sent as it is, and not shown. */
    OrderForm fixed(String name, String value) {
        fields.add(Markup.of("<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, value));
        return this;
    }

    OrderForm text(String name, String label, boolean needed) {
        return text(name, label, needed, "");
    }

    OrderForm text(String name, String label, boolean needed, String value) {
        fields.add(Markup.of(
                "<label>{}<input name=\"{}\" value=\"{}\" maxlength=\"2000\"{}></label>",
                label,
                name,
                value,
                required(needed)));
        return this;
    }

    /** Words apart by blanks or lines, sent as an array. */
    OrderForm list(String name, String label, String value) {
        fields.add(Markup.of(
                "<label class=\"wide\">{}<textarea name=\"{}\" data-as=\"list\" rows=\"2\" required>{}</textarea></label>",
                label,
                name,
                value));
        return this;
    }

    /** Entered in the browser's time, sent in UTC. */
    OrderForm time(String name, String label, boolean needed) {
        fields.add(Markup.of(
                "<label>{}<input type=\"datetime-local\" name=\"{}\" data-as=\"time\"{}></label>",
                label,
                name,
                required(needed)));
        return this;
    }

    OrderForm number(String name, String label, long most) {
        fields.add(Markup.of(
                "<label>{}<input type=\"number\" name=\"{}\" data-as=\"number\" min=\"1\" max=\"{}\"></label>",
                label,
                name,
                most));
        return this;
    }

    OrderForm choice(String name, String label, List<Choice> choices) {
        fields.add(Markup.of(
                "<label>{}<select name=\"{}\">{}</select></label>",
                label,
                name,
                choices.stream()
                        .map(choice -> Markup.of("<option value=\"{}\">{}</option>", choice.value(), choice.label()))
                        .collect(Markup.joined())));
        return this;
    }

    /** One of a choice; one without a value is not sent. */
    record Choice(String value, String label) {}

    OrderForm hint(String text) {
        more = Markup.of("<p class=\"hint\">{}</p>", text);
        return this;
    }

    private static Markup required(boolean needed) {
        return needed ? new Markup(" required") : Markup.EMPTY;
    }

    Markup markup() {
        return Markup.of(
                """
                <form class="order" method="post" data-post="{}" data-then="{}" hidden>
                {}<div class="fields">{}<button class="{}">{}</button></div>
                {}<p class="said" role="status"></p></form>
                """,
                target,
                then,
                title.isEmpty() ? Markup.EMPTY : Markup.of("<h3>{}</h3>", title),
                fields.stream().collect(Markup.joined()),
                look,
                submit,
                more);
    }
}
