package org.unbroken.ingest.gateway.tus;

import java.time.Instant;

/**
 * Every refusal of the cameras' door. The statuses are those of the tus specification where it names one; each detail
 * says what the client should do next.
 */
public final class Refusals {
    /** Seconds; long enough for a disk to be freed or a burst to pass, short enough for a dock to wait. */
    private static final String RETRY_AFTER = "30";

    private Refusals() {}

    public static RefusedException badRequest(String detail) {
        return new Problem(400, "bad-request", "Malformed request", detail).refused();
    }

    public static RefusedException metadata(String key, String detail) {
        return new Problem(400, "upload-metadata", "Upload-Metadata is malformed", "\"" + key + "\": " + detail)
                .refused();
    }

    public static RefusedException length(String detail) {
        return new Problem(400, "upload-length", "Upload-Length is missing or wrong", detail).refused();
    }

    public static RefusedException checksum(String detail) {
        return new Problem(400, "upload-checksum", "Upload-Checksum cannot be checked", detail)
                .header("Tus-Checksum-Algorithm", ChecksumAlgorithm.LIST)
                .refused();
    }

    public static RefusedException concatenation() {
        return new Problem(
                        400,
                        "concatenation",
                        "Concatenation is not offered",
                        "A recording is one upload. Send it without Upload-Concat (parallel parts switched off).")
                .refused();
    }

    public static RefusedException unauthenticated() {
        return new Problem(
                        401,
                        "unauthenticated",
                        "Credentials are missing or not valid",
                        "Send \"Authorization: Bearer TOKEN\" with a token that is neither revoked nor expired, or a"
                                + " client certificate that this server knows.")
                .header("WWW-Authenticate", "Bearer realm=\"unbroken uploads\"")
                .refused();
    }

    public static RefusedException role(String role) {
        return new Problem(
                        403,
                        "role",
                        "This role may not upload",
                        "The credentials are a \"" + role + "\"'s; uploading takes a \"dock\"'s.")
                .refused();
    }

    public static RefusedException contradicts(String key) {
        return new Problem(
                        403,
                        "contradicts-credentials",
                        "Upload-Metadata contradicts the credentials",
                        "The credentials are bound to another " + key + " than the one in Upload-Metadata. Leave \""
                                + key + "\" out or use credentials for it.")
                .refused();
    }

    public static RefusedException notFound() {
        return new Problem(
                        404,
                        "not-found",
                        "No such upload",
                        "There is nothing at this address for these credentials. An upload that was given up long ago"
                                + " has to be created anew.")
                .refused();
    }

    public static RefusedException method(String method, String allowed) {
        boolean delete = method.equals("DELETE");
        return new Problem(
                        405,
                        delete ? "termination-refused" : "method",
                        delete ? "Termination is refused" : "Method not allowed here",
                        delete
                                ? "Nothing received is deleted at a client's word. An unfinished upload expires by"
                                        + " itself; stop sending and leave it."
                                : "Allowed here: " + allowed + ".")
                .header("Allow", allowed)
                .refused();
    }

    public static RefusedException noFootage(String allowed) {
        return new Problem(
                        405,
                        "method",
                        "Footage is not given out here",
                        "This address takes uploads. Its receipt is at …/receipt, its manifest at …/manifest; footage is"
                                + " read at the console.")
                .header("Allow", allowed)
                .refused();
    }

    public static RefusedException offset(long expected, long given) {
        return new Problem(
                        409,
                        "offset-conflict",
                        "Upload-Offset is not where the upload stands",
                        "The upload stands at " + expected + ", the request continues at " + given
                                + ". Ask with HEAD and continue from its Upload-Offset.")
                .member("offset", expected)
                .refused();
    }

    public static RefusedException takenOver() {
        return new Problem(
                        409,
                        "taken-over",
                        "A newer request continues the upload",
                        "It goes on at another gateway. If that was not you, ask with HEAD how far the upload got, and"
                                + " continue from there.")
                .refused();
    }

    public static RefusedException notComplete() {
        return new Problem(
                        409,
                        "not-complete",
                        "The upload is not complete yet",
                        "There is a receipt only for what was received whole. Ask with HEAD how far the upload got, send"
                                + " the rest from there, and then ask for this again.")
                .refused();
    }

    public static RefusedException expired(Instant since) {
        return new Problem(
                        410,
                        "expired",
                        "The upload has expired",
                        "It was not finished by " + HttpDate.format(since) + ". Create a new one.")
                .refused();
    }

    public static RefusedException version() {
        return new Problem(
                        412,
                        "tus-version",
                        "Tus-Resumable is missing or not supported",
                        "Send \"Tus-Resumable: " + Tus.VERSION + "\".")
                .header("Tus-Version", Tus.VERSION)
                .refused();
    }

    public static RefusedException tooLong(long max) {
        return new Problem(
                        413,
                        "too-long",
                        "The upload is longer than is taken in",
                        "At most " + max + " bytes an upload.")
                .header("Tus-Max-Size", Long.toString(max))
                .refused();
    }

    public static RefusedException surplus(long length, long offset) {
        return new Problem(
                        413,
                        "surplus",
                        "The body goes beyond the announced length",
                        "The upload was announced with " + length + " bytes and stands at " + offset
                                + "; nothing beyond the announced length was kept. If the announcement was wrong, create"
                                + " a new upload.")
                .member("offset", offset)
                .refused();
    }

    public static RefusedException contentType(String given) {
        return new Problem(
                        415,
                        "content-type",
                        "Content-Type must be " + Tus.CONTENT_TYPE,
                        given.isEmpty() ? "The request has none." : "The request has another one.")
                .refused();
    }

    public static RefusedException contentEncoding() {
        return new Problem(
                        415,
                        "content-encoding",
                        "Content-Encoding is not supported",
                        "Bytes are kept as they come. Send the recording itself, without Content-Encoding.")
                .header("Accept-Encoding", "identity")
                .refused();
    }

    public static RefusedException checksumTrailer() {
        return checksum("It is announced as a trailer, which is not offered (checksum-trailer is not in Tus-Extension)."
                + " Send it as a header.");
    }

    public static RefusedException transferEncoding() {
        return new Problem(
                        501,
                        "transfer-encoding",
                        "Transfer-Encoding is not supported",
                        "Send the body with Content-Length, or with \"Transfer-Encoding: chunked\" alone.")
                .refused();
    }

    public static RefusedException expectation() {
        return new Problem(417, "expectation", "Expect is not supported", "Only \"100-continue\" is.").refused();
    }

    public static RefusedException tooManyOpen(int limit) {
        return new Problem(
                        429,
                        "too-many-open",
                        "Too many unfinished uploads of this camera",
                        limit
                                + " are open. Finish some of them first. Those that nothing was sent to make room once they"
                                + " are a minute old; all others stay until they expire.")
                .header("Retry-After", RETRY_AFTER)
                .refused();
    }

    public static RefusedException checksumMismatch(long offset) {
        return new Problem(
                        460,
                        "checksum-mismatch",
                        "Checksum mismatch",
                        "The bytes of this request do not have the digest in Upload-Checksum and were thrown away. Send"
                                + " them again from offset " + offset + ".")
                .member("offset", offset)
                .refused();
    }

    public static RefusedException diskShort() {
        return new Problem(
                        503,
                        "disk-short",
                        "The server is short of disk space",
                        "Nothing was lost. Keep the recording, try again later, and tell the operator.")
                .header("Retry-After", RETRY_AFTER)
                .refused();
    }

    public static RefusedException clock(String doubt) {
        return new Problem(
                        503,
                        "clock",
                        "The server does not know what time it is",
                        "Nothing was lost: " + doubt + ". Keep the recording and try again later.")
                .header("Retry-After", RETRY_AFTER)
                .refused();
    }

    public static RefusedException unannounced() {
        return new Problem(
                        503,
                        "unannounced",
                        "The upload is here whole, and cannot be acknowledged yet",
                        "The queue that sealing reads from cannot be reached. Nothing was lost and nothing needs to be"
                                + " sent again. Keep the recording and ask again with HEAD.")
                .header("Retry-After", RETRY_AFTER)
                .refused();
    }

    public static RefusedException backlog(long waiting) {
        return new Problem(
                        503,
                        "unannounced-backlog",
                        "Too many uploads wait to be acknowledged",
                        "The queue that sealing reads from cannot be reached, and " + waiting + " uploads wait for it."
                                + " What was received is kept. Keep the recording and try again later.")
                .header("Retry-After", RETRY_AFTER)
                .refused();
    }

    public static RefusedException storage() {
        return new Problem(
                        503,
                        "storage",
                        "The server could not store or read",
                        "Ask with HEAD how far the upload got, and continue from there. The cause is in the server's"
                                + " log.")
                .header("Retry-After", RETRY_AFTER)
                .refused();
    }

    public static RefusedException closing() {
        return new Problem(
                        503,
                        "closing",
                        "The server is shutting down",
                        "What was received is kept. Ask with HEAD later and continue from there.")
                .header("Retry-After", RETRY_AFTER)
                .refused();
    }
}
