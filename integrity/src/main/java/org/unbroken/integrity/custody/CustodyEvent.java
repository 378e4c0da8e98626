package org.unbroken.integrity.custody;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can happen to a recording, as entries name it. Readers meet later names too and keep them as text. */
public enum CustodyEvent {
    RECEIVED("received"),
    SEALED("sealed"),
    QUARANTINED("quarantined"),
    INSPECTED("inspected"),
    VIEWED("viewed"),
    VERIFIED("verified"),
    EXPORTED("exported"),
    /** The audit found an object changed, missing, or locked for less time than it was to be; the detail says which. */
    DAMAGED("damaged"),
    /** What was damaged is again as the log has it; the detail says what, and by what. */
    RESTORED("restored"),
    HELD("held"),
    RELEASED("released"),
    /** To be kept longer than before. */
    RETAINED("retained"),
    DISPOSED("disposed"),
    /** Labels added, corrected or taken away; the manifest stays as it is sealed. */
    LABELLED("labelled"),
    /** When they were back, when the day's enforcement ended, on what ground an upload comes later. */
    REPORTED("reported"),
    /** Why something was interrupted, not made or late; without a recording, an id of its own stands in its place. */
    EXPLAINED("explained"),
    /** Of a case, whose id stands in the place of a recording's; so the next four. */
    CASE_OPENED("case-opened"),
    CASE_CHANGED("case-changed"),
    CASE_CLOSED("case-closed"),
    CASE_REOPENED("case-reopened"),
    CASE_ARCHIVED("case-archived"),
    /** Of a batch of disposals, whose id stands in the place of a recording's; so the next three. */
    DISPOSAL_REQUESTED("disposal-requested"),
    DISPOSAL_APPROVED("disposal-approved"),
    DISPOSAL_ORDERED("disposal-ordered"),
    DISPOSAL_DONE("disposal-done"),
    /** A fact for which a regulation wants the recording kept for long; the detail says which, by whom and why. */
    LONG_TERM("long-term"),
    LONG_TERM_WITHDRAWN("long-term-withdrawn"),
    /** Of a sample for a spot check, whose id stands in the place of a recording's; so the next. */
    SAMPLE_REQUESTED("sample-requested"),
    SAMPLE_DRAWN("sample-drawn"),
    /** Somebody looked at the recording, because a sample has it; the detail has the result. */
    REVIEWED("reviewed"),
    /** Of a camera; an id of this event alone stands in the place of a recording's; so the next four. */
    CAMERA_ISSUED("camera-issued"),
    CAMERA_RETURNED("camera-returned"),
    CAMERA_CHECKED("camera-checked"),
    CAMERA_LENT("camera-lent"),
    CAMERA_LOST("camera-lost"),
    /** Of a request to view, copy or give out, whose id stands in the place of a recording's; so the next two. */
    ACCESS_REQUESTED("access-requested"),
    ACCESS_APPROVED("access-approved"),
    ACCESS_REFUSED("access-refused"),
    /** Which secrecy classes a recording has from now on; none takes them away. */
    CLASSIFIED("classified");

    private static final Map<String, CustodyEvent> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(CustodyEvent::wire, event -> event));

    private final String wire;

    CustodyEvent(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }

    /** Nothing for an event that this version does not know. */
    public static Optional<CustodyEvent> ofWire(String wire) {
        return Optional.ofNullable(BY_WIRE.get(wire));
    }
}
