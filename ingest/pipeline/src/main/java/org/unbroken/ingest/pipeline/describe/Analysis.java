package org.unbroken.ingest.pipeline.describe;

/** A finished analysis record, as canonical JSON, on its way to being sealed. */
public record Analysis(String recording, String json) {}
