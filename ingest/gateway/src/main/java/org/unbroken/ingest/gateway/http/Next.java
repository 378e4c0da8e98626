package org.unbroken.ingest.gateway.http;

/** What comes after a request's head: the answer at once, or its body first. */
sealed interface Next permits Answer, BodyWanted {}
