package org.unbroken.ingest.console;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.unbroken.ingest.console.http.AnswerWriter;
import org.unbroken.ingest.console.http.Problem;

/** Answers what is no proper HTTP request, and so never came to a route. Says what Jetty found, and not what we run. */
final class ProtocolErrors extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = Math.max(400, response.getStatus());
        String title = HttpStatus.getMessage(status);
        Problem problem = new Problem(
                status, "protocol", title, "the request could not be taken as it is: " + title, java.util.Map.of());
        AnswerWriter.write(problem.answer(), request, response, callback);
        return true;
    }
}
