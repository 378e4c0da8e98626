package org.unbroken.ingest.console.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonNull;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.access.Principal;
import org.unbroken.storage.cases.CaseFile;
import org.unbroken.storage.cases.CaseFootage;
import org.unbroken.storage.cases.Cases;
import org.unbroken.storage.cases.PaperCheck;
import org.unbroken.storage.cases.StepCheck;
import org.unbroken.storage.ledger.Ledger;
import org.unbroken.storage.ledger.Recording;
import org.unbroken.storage.ledger.RecordingQuery;
import org.unbroken.storage.ledger.RecordingState;
import org.unbroken.storage.owed.CaseOwes;
import org.unbroken.storage.owed.Owed;
import org.unbroken.storage.rules.AgencyRules;
import org.unbroken.storage.rules.RuleSetting;
import org.unbroken.storage.rules.Rulebook;
import org.unbroken.storage.rules.Rules;

/**
 * A case's footage, as far as the caller sees it, and its papers, against what the rulebook wants: missing footage is found
 * by asking what should be there.
 */
public final class CaseChecks {
    private static final int PAGE = 500;
    /** A case with more footage is compared with so much of it, and says so. */
    private static final int MOST = 5_000;

    private final VisibleRecordings recordings;
    private final Cases cases;
    private final AgencyRules rules;

    public CaseChecks(VisibleRecordings recordings, Cases cases, AgencyRules rules) {
        this.recordings = recordings;
        this.cases = cases;
        this.rules = rules;
    }

    boolean hasFixedCamera(CaseFile file, Principal who) throws IOException {
        return footage(films(file, who)).stream().anyMatch(CaseFootage::fixedCamera);
    }

    /** As {@code GET /api/cases/{case}/check} answers. */
    public JsonObject of(CaseFile file, Principal who) throws IOException {
        List<Recording> films = films(file, who);
        List<CaseFootage> footage = footage(films);
        Optional<Rulebook> book = rules.of(file.agency());
        List<Owed> owed = book.map(rulebook -> CaseOwes.of(rulebook, file, films, footage))
                .orElse(List.of());
        List<StepCheck> steps = book.isEmpty()
                ? List.of()
                : StepCheck.of(
                        book.get(),
                        file,
                        footage,
                        file.number().isEmpty()
                                ? List.of()
                                : cases.explanations(
                                        file.agency(), file.number().get()));
        List<PaperCheck> papers = file.papers().stream()
                .map(paper -> PaperCheck.of(paper, footage))
                .toList();
        boolean agree =
                book.map(rulebook -> rulebook.value(Rules.PAPERS_TIMES_AGREE)).orElse(false);
        boolean complete = steps.stream().noneMatch(step -> step.state() == StepCheck.State.MISSING)
                && !(agree && papers.stream().anyMatch(paper -> paper.state() != PaperCheck.State.AGREES));
        return recordings
                .hidden(who)
                .without(JsonObject.builder()
                        .put("id", file.id().value())
                        .put("agency", file.agency())
                        .putIfPresent("number", file.number())
                        .put("rulebook", book.<Json>map(CaseChecks::book).orElse(JsonNull.NULL))
                        .put("complete", complete)
                        .put("recordings", footage.size())
                        .put("all_compared", footage.size() < MOST)
                        .put(
                                "without_stage",
                                ids(footage.stream()
                                        .filter(recording -> recording.stage().isBlank())
                                        .map(CaseFootage::id)
                                        .toList()))
                        .put(
                                "steps",
                                new JsonArray(steps.stream()
                                        .<Json>map(StepCheck::json)
                                        .toList()))
                        .put(
                                "may",
                                new JsonArray(
                                        book
                                                .map(rulebook -> StepCheck.may(rulebook, footage))
                                                .orElse(List.of())
                                                .stream()
                                                .<Json>map(StepCheck::json)
                                                .toList()))
                        .put("owed", Owed.json(owed))
                        .put("times_agree", agree)
                        .put(
                                "papers",
                                new JsonArray(papers.stream()
                                        .<Json>map(PaperCheck::json)
                                        .toList()))
                        .build());
    }

    private static JsonObject book(Rulebook book) {
        RuleSetting<?> steps = book.setting(Rules.STEPS_MUST);
        return JsonObject.builder()
                .put("id", book.id())
                .put("version", book.version())
                .put("articles", JsonArray.ofStrings(steps.articles()))
                .build();
    }

    private static JsonArray ids(List<RecordingId> ids) {
        return JsonArray.ofStrings(ids.stream().map(RecordingId::value).toList());
    }

    /** Of the case's number. What was disposed of has no labels any more. */
    private List<CaseFootage> footage(List<Recording> films) throws IOException {
        List<CaseFootage> footage = new ArrayList<>();
        for (Recording film : films) {
            footage.add(CaseFootage.of(film, recordings.ledger()));
        }
        return footage;
    }

    private List<Recording> films(CaseFile file, Principal who) throws IOException {
        List<Recording> footage = new ArrayList<>();
        if (file.number().isEmpty()) {
            return footage;
        }
        Optional<RecordingId> after = Optional.empty();
        do {
            Ledger.Page page = recordings.search(
                    new RecordingQuery(
                            Optional.of(file.agency()),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            file.number(),
                            after,
                            PAGE),
                    who);
            for (Recording recording : page.recordings()) {
                if (recording.state() != RecordingState.DISPOSED) {
                    footage.add(recording);
                }
            }
            after = page.next();
        } while (after.isPresent() && footage.size() < MOST);
        return footage;
    }
}
