package org.unbroken.ingest.gateway.tus;

/** The words of tus 1.0.0 as far as this server speaks it. */
public final class Tus {
    public static final String VERSION = "1.0.0";
    /** No termination and no concatenation: neither is offered. */
    public static final String EXTENSIONS = "creation,creation-with-upload,creation-defer-length,checksum,expiration";

    public static final String CONTENT_TYPE = "application/offset+octet-stream";

    public static final String RESUMABLE = "Tus-Resumable";
    public static final String TUS_VERSION = "Tus-Version";
    public static final String EXTENSION = "Tus-Extension";
    public static final String MAX_SIZE = "Tus-Max-Size";
    public static final String CHECKSUM_ALGORITHM = "Tus-Checksum-Algorithm";
    public static final String OFFSET = "Upload-Offset";
    public static final String LENGTH = "Upload-Length";
    public static final String DEFER_LENGTH = "Upload-Defer-Length";
    public static final String METADATA = "Upload-Metadata";
    public static final String CHECKSUM = "Upload-Checksum";
    public static final String CONCAT = "Upload-Concat";
    public static final String EXPIRES = "Upload-Expires";
    public static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";
    public static final String RECORDING = "Unbroken-Recording";
    public static final String STATE = "Unbroken-State";

    private Tus() {}
}
