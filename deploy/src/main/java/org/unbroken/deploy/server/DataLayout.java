package org.unbroken.deploy.server;

import java.nio.file.Path;

/** What lies where in a data folder. docs/ARCHITECTURE.md says what each is and what is lost with it. */
public record DataLayout(Path root) {
    // staging/ and worm/ are named by the stores themselves: they have to lie beside one another.

    public Path intake() {
        return root.resolve("state").resolve("intake");
    }

    public Path ledger() {
        return root.resolve("state").resolve("ledger");
    }

    /** How far the audit is. Lost, it begins a first round. */
    public Path audit() {
        return root.resolve("state").resolve("audit");
    }

    /** Where an original on its way back into an object store waits until it fills a part. */
    public Path restoring() {
        return root.resolve("tmp").resolve("restoring");
    }

    /** Of originals on their way to a second store that is a bucket. */
    public Path replicating() {
        return root.resolve("tmp").resolve("replicating");
    }

    /** Up to where the store obeys the log. Lost, it is made anew by going through the log. */
    public Path keeping() {
        return root.resolve("state").resolve("keeping");
    }

    public Path flink() {
        return root.resolve("state").resolve("flink");
    }

    public Path derived() {
        return root.resolve("derived");
    }

    public Path workers() {
        return root.resolve("tmp").resolve("workers");
    }

    /** Originals of an object store, while a worker reads them. */
    public Path originals() {
        return root.resolve("tmp").resolve("originals");
    }

    /** Documents of the log's segments, found together by a rebuild. Not in worm/: a disposal erases from them. */
    public Path packs() {
        return root.resolve("packs");
    }

    public Path keys() {
        return root.resolve("keys");
    }

    /** How far the log was published. Beside the key: to be backed up and restored with it. */
    public Path publishedMark() {
        return keys().resolve("log.published");
    }
}
