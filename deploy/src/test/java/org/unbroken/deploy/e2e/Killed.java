package org.unbroken.deploy.e2e;

import java.time.Duration;
import org.unbroken.integrity.json.JsonObject;

/** SIGKILL, by name; {@code LEADER} is whoever writes the log just now. */
record Killed(String who) implements Trouble {
    static final String LEADER = "the leading log node";

    @Override
    public Duration lasts() {
        return Duration.ofSeconds(2);
    }

    @Override
    public void begin(RunningCluster cluster) throws Exception {
        cluster.kill(who.equals(LEADER) ? cluster.leader() : who);
    }

    /** {@code cluster status} names it. */
    @Override
    public boolean shows(RunningCluster cluster) throws Exception {
        JsonObject status = cluster.status();
        return status.array("processes").objects().stream()
                .anyMatch(process -> process.string("state").equals("dead")
                        && (who.equals(LEADER)
                                ? process.string("name").startsWith("log-")
                                : process.string("name").equals(who)));
    }

    @Override
    public void heal(RunningCluster cluster) {
        // A dead process is not woken: cluster up starts another.
    }

    @Override
    public String toString() {
        return "kill of " + who;
    }
}
