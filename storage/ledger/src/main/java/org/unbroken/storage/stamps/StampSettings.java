package org.unbroken.storage.stamps;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.unbroken.integrity.stamp.AlgorithmEnds;

/**
 * How checkpoints are time-stamped, and the stamps kept good.
 *
 * @param interval after a token, an authority is asked again when this has passed and the log has grown
 * @param connectTimeout for the connection to an authority
 * @param timeout for the whole of its answer
 * @param retryFirst pause after an authority's first failure; doubled after each further one
 * @param retryLongest the longest such pause
 * @param retention how long tokens and evidence records are locked
 * @param evidence from each such span the first stamped checkpoint gets an evidence record
 * @param evidenceLead an evidence record is renewed when what it rests on ends within this
 * @param algorithms until when algorithms are held to be good
 */
public record StampSettings(
        List<StampAuthority> authorities,
        Duration interval,
        Duration connectTimeout,
        Duration timeout,
        Duration retryFirst,
        Duration retryLongest,
        Duration retention,
        Duration evidence,
        Duration evidenceLead,
        AlgorithmEnds algorithms) {
    public StampSettings {
        authorities = List.copyOf(authorities);
        Set<String> names = new HashSet<>();
        for (StampAuthority each : authorities) {
            if (!names.add(each.name())) {
                throw new IllegalArgumentException("two authorities are named " + each.name());
            }
        }
        for (Duration each :
                List.of(interval, connectTimeout, timeout, retryFirst, retryLongest, retention, evidence)) {
            if (each.isNegative() || each.isZero()) {
                throw new IllegalArgumentException("a span of the time-stamps' settings is " + each);
            }
        }
    }

    public static StampSettings defaults(List<StampAuthority> authorities, Duration retention) {
        return new StampSettings(
                authorities,
                Duration.ofHours(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                Duration.ofMinutes(15),
                retention,
                Duration.ofDays(1),
                Duration.ofDays(90),
                AlgorithmEnds.standard());
    }

    public StampSettings withInterval(Duration other) {
        return new StampSettings(
                authorities,
                other,
                connectTimeout,
                timeout,
                retryFirst,
                retryLongest,
                retention,
                evidence,
                evidenceLead,
                algorithms);
    }

    public StampSettings withTimes(Duration connect, Duration whole, Duration first, Duration longest) {
        return new StampSettings(
                authorities, interval, connect, whole, first, longest, retention, evidence, evidenceLead, algorithms);
    }

    public StampSettings withEvidence(Duration span, Duration lead, AlgorithmEnds ends) {
        return new StampSettings(
                authorities, interval, connectTimeout, timeout, retryFirst, retryLongest, retention, span, lead, ends);
    }
}
