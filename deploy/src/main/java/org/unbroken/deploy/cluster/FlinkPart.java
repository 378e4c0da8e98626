package org.unbroken.deploy.cluster;

import java.io.IOException;

/** A JobManager or TaskManager: its configuration is written before each start. */
final class FlinkPart implements Part {
    private final Preparation preparation;
    private final ProcessPart process;

    /** Writes what the process reads when it starts: keys of the store among it, which were made by then. */
    @FunctionalInterface
    interface Preparation {
        void run() throws IOException;
    }

    FlinkPart(Preparation preparation, ProcessPart process) {
        this.preparation = preparation;
        this.process = process;
    }

    @Override
    public String name() {
        return process.name();
    }

    @Override
    public boolean start() throws IOException {
        Standing now = process.look().standing();
        if (now == Standing.RUNNING || now == Standing.READY) {
            return false;
        }
        preparation.run();
        return process.start();
    }

    @Override
    public Condition look() throws IOException {
        return process.look();
    }

    @Override
    public boolean stop() throws IOException, InterruptedException {
        return process.stop();
    }

    @Override
    public void kill() throws IOException, InterruptedException {
        process.kill();
    }
}
