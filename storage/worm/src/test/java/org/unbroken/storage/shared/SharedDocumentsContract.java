package org.unbroken.storage.shared;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What shared documents do, wherever they lie. */
public interface SharedDocumentsContract {

    /** Started and empty, the same within a test. */
    SharedDocuments documents();

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    private List<String> listed(String prefix) throws IOException {
        try (Stream<String> names = documents().list(prefix)) {
            return names.toList();
        }
    }

    @Test
    default void findsWhatWasCreated() throws IOException {
        assertThat(documents().find("log/writer")).isEmpty();

        SharedDocument created = documents().create("log/writer", text("epoch 1"));

        SharedDocument found = documents().find("log/writer").orElseThrow();
        assertThat(found.name()).isEqualTo("log/writer");
        assertThat(found.bytes()).asString(UTF_8).isEqualTo("epoch 1");
        assertThat(found.tag()).isEqualTo(created.tag());
    }

    @Test
    default void keepsEmptyAndLongOnes() throws IOException {
        byte[] bytes = new byte[9_000_000];
        bytes[8_999_999] = 1;
        documents().create("long", bytes);
        documents().create("empty", new byte[0]);
        assertThat(documents().find("long").orElseThrow().bytes()).isEqualTo(bytes);
        assertThat(documents().find("empty").orElseThrow().bytes()).isEmpty();
    }

    @Test
    default void createsNothingOverAnother() throws IOException {
        documents().create("a", text("first"));
        assertThatThrownBy(() -> documents().create("a", text("second"))).isInstanceOf(SharedConflictException.class);
        assertThat(documents().find("a").orElseThrow().bytes()).asString(UTF_8).isEqualTo("first");
    }

    @Test
    default void replacesOnlyWhatIsKnown() throws IOException {
        SharedDocument first = documents().create("a", text("1"));
        SharedDocument second = documents().replace(first, text("2"));
        assertThat(second.tag()).isNotEqualTo(first.tag());

        assertThatThrownBy(() -> documents().replace(first, text("late"))).isInstanceOf(SharedConflictException.class);
        assertThat(documents().find("a").orElseThrow().bytes()).asString(UTF_8).isEqualTo("2");

        documents().replace(documents().find("a").orElseThrow(), text("3"));
        assertThat(documents().find("a").orElseThrow().bytes()).asString(UTF_8).isEqualTo("3");
    }

    @Test
    default void replacesNothingThatIsGone() throws IOException {
        SharedDocument first = documents().create("a", text("1"));
        documents().delete("a");
        documents().delete("a");
        assertThat(documents().find("a")).isEmpty();
        assertThatThrownBy(() -> documents().replace(first, text("2"))).isInstanceOf(SharedConflictException.class);
        assertThat(documents().find("a")).isEmpty();
        documents().create("a", text("anew"));
    }

    @Test
    default void listsByPrefixInAscendingOrder() throws IOException {
        for (String name : List.of("b/2", "staging/x/tail", "b/1", "staging/x", "b.c", "c")) {
            documents().create(name, text(name));
        }
        assertThat(listed("")).containsExactly("b.c", "b/1", "b/2", "c", "staging/x", "staging/x/tail");
        assertThat(listed("b/")).containsExactly("b/1", "b/2");
        assertThat(listed("staging/x")).containsExactly("staging/x", "staging/x/tail");
        assertThat(listed("nothing")).isEmpty();
    }

    @Test
    default void refusesWhatIsNoName() {
        for (String name : List.of("", "/a", "a/", "a//b", "../a", "A", "a/.b", "a b")) {
            assertThatThrownBy(() -> documents().find(name)).as(name).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> documents().create(name, new byte[1]))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    default void oneOfManyAtATimeCreates() throws Exception {
        for (int round = 0; round < 5; round++) {
            String name = "race/" + round;
            assertThat(wonOf(8, writer -> documents().create(name, text("of " + writer))))
                    .hasSize(1)
                    .allSatisfy(won -> assertThat(
                                    documents().find(name).orElseThrow().bytes())
                            .isEqualTo(won.bytes()));
        }
    }

    @Test
    default void oneOfManyAtATimeReplaces() throws Exception {
        SharedDocument known = documents().create("race", text("start"));
        for (int round = 0; round < 10; round++) {
            SharedDocument before = known;
            int number = round;
            List<SharedDocument> won =
                    wonOf(8, writer -> documents().replace(before, text("round " + number + " of " + writer)));
            assertThat(won).hasSize(1);
            known = documents().find("race").orElseThrow();
            assertThat(known.tag()).isEqualTo(won.get(0).tag());
            assertThat(known.bytes()).isEqualTo(won.get(0).bytes());
        }
    }

    interface Write {
        SharedDocument by(int writer) throws IOException;
    }

    private static List<SharedDocument> wonOf(int writers, Write write) throws Exception {
        List<Callable<List<SharedDocument>>> calls = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            int writer = i;
            calls.add(() -> {
                try {
                    return List.of(write.by(writer));
                } catch (SharedConflictException e) {
                    return List.of();
                }
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        List<SharedDocument> won = new ArrayList<>();
        try {
            for (Future<List<SharedDocument>> call : threads.invokeAll(calls)) {
                won.addAll(call.get());
            }
        } finally {
            threads.shutdownNow();
        }
        return won;
    }
}
