package org.unbroken.ingest.console.http;

import io.prometheus.metrics.core.metrics.Histogram;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unbroken.ingest.console.access.Caller;
import org.unbroken.ingest.console.access.Callers;
import org.unbroken.ingest.console.access.SameOrigin;

/**
 * Where every request comes in. In this order: is it open to all; who calls; is there such a thing; may the caller do
 * that; does the caller know of it. So a stranger learns nothing, not even what exists.
 */
public final class Door extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final int LONGEST_BODY = 64 << 10;

    private final Router router;
    private final Callers callers;
    private final Function<Problem, Answer> problemPage;
    private final Histogram seconds;

    public Door(Router router, Callers callers, Function<Problem, Answer> problemPage, Histogram seconds) {
        this.router = router;
        this.callers = callers;
        this.problemPage = problemPage;
        this.seconds = seconds;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = path(request);
        Optional<Router.Match> match = router.match(request.getMethod(), path);
        String label = match.map(found -> found.route().template()).orElse("none");
        Request.addCompletionListener(request, failure -> seconds.labelValues(
                        label, Integer.toString(response.getStatus()))
                .observe((System.nanoTime() - request.getBeginNanoTime()) / (double) TimeUnit.SECONDS.toNanos(1)));
        Answer answer = answer(request, path, match);
        if (!request.consumeAvailable()) {
            // Part of the body is still on its way: the connection cannot be used again, and a client that is not told
            // so
            // would lose its next request with it.
            answer = answer.with("Connection", "close");
        }
        AnswerWriter.write(answer, request, response, callback);
        return true;
    }

    private static String path(Request request) {
        String path = request.getHttpURI().getPath();
        return path == null ? "" : path;
    }

    private Answer answer(Request request, String path, Optional<Router.Match> match) {
        try {
            return answerOrThrow(request, path, match);
        } catch (ProblemException e) {
            return problem(e.problem(), request, path);
        } catch (IOException | RuntimeException e) {
            String incident = UUID.randomUUID().toString();
            LOG.error(
                    "incident={} route={}",
                    incident,
                    match.map(m -> m.route().template()).orElse("none"),
                    e);
            return problem(Problem.internal(incident), request, path);
        }
    }

    private Answer answerOrThrow(Request request, String path, Optional<Router.Match> match) throws IOException {
        if (request.getLength() > LONGEST_BODY) {
            throw Problem.tooLarge(LONGEST_BODY).exception();
        }
        if (match.isPresent() && match.get().route().permission().isEmpty()) {
            Router.Match open = match.get();
            return open.route().endpoint().answer(new Call(request, open.variables(), null));
        }
        Optional<Caller> caller = callers.authenticate(request);
        if (caller.isEmpty()) {
            throw Problem.unauthenticated().exception();
        }
        if (match.isEmpty()) {
            String allowed = router.allowed(path);
            Problem problem = allowed.isEmpty()
                    ? Problem.notFound()
                    : Problem.methodNotAllowed(Query.shown(request.getMethod()), allowed);
            throw problem.exception();
        }
        return admitted(request, match.get(), caller.get());
    }

    private static Answer admitted(Request request, Router.Match match, Caller caller) throws IOException {
        boolean may = match.route()
                .permission()
                .filter(caller.principal().role()::may)
                .isPresent();
        if (!may) {
            throw Problem.forbidden(
                            "a token of role " + caller.principal().role().wire() + " may not do this")
                    .exception();
        }
        boolean changes = !match.route().method().equals("GET");
        if (changes && caller.ambient() && !SameOrigin.holds(request.getHeaders())) {
            throw Problem.forbidden("this request does not come from a page of this console")
                    .exception();
        }
        return match.route().endpoint().answer(new Call(request, match.variables(), caller.principal()));
    }

    private Answer problem(Problem problem, Request request, String path) {
        boolean browser = String.valueOf(request.getHeaders().get("Accept")).contains("text/html")
                && List.of("GET", "HEAD").contains(request.getMethod());
        if (browser && problem.status() == 401) {
            return Answer.seeOther(
                    "/sign-in" + SignInTarget.query(request.getHttpURI().getPathQuery()));
        }
        boolean page = browser && List.of("/api/", "/log/", "/metrics").stream().noneMatch(path::startsWith);
        if (!page) {
            return problem.answer();
        }
        Answer answer = problemPage.apply(problem);
        for (Map.Entry<String, String> header : problem.headers().entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }
}
