package org.unbroken.storage.ledger;

import java.util.List;

/**
 * The column families of the database that holds the custody log and the ledger over it. Numbers are 8 bytes,
 * big-endian; {@code id} is a recording's UUID in 16 bytes.
 *
 * <pre>
 * family     key                          value
 * meta       size                         entries appended
 *            published                    size of the newest published checkpoint ‖ that checkpoint
 *            intent                       first ‖ end ‖ the checkpoint to publish: what the flusher is about to do
 *            count/STATE                  recordings in that state
 *            ledger                       version of rows, index and counts
 * entries    index                        the entry's bytes
 * details    index                        its detail's bytes; gone once the recording is disposed of
 * tiles      level, 1 byte ‖ tile index   hashes, 32 bytes each, at the widest form written
 * facts      id ‖ event ‖ 0 ‖ fact key    index: what makes a replay find its entry
 * cameras    camera digest                position ‖ digest of the camera's newest entry
 * repeats    SHA-256(agency, camera, sha256)  id of the first recording with these bytes
 * custody    id ‖ index                   (empty): a recording's entries
 * segments   first                        end: the segments in the WORM store
 * positions  entries                      partition, 4 bytes ‖ next offset, 8 bytes, …: how far the facts' source
 *                                         had been taken when the log had so many entries; operational, not rebuilt
 * rows       id                           the recording as canonical JSON
 * analyses   id                           its newest analysis record
 * blocked    id                           why it waits; operational, not rebuilt
 * index      see {@link LedgerIndex}      (empty)
 * </pre>
 */
public final class Families {
    public static final String META = "meta";
    public static final String ENTRIES = "entries";
    public static final String DETAILS = "details";
    public static final String TILES = "tiles";
    public static final String FACTS = "facts";
    public static final String CAMERAS = "cameras";
    public static final String REPEATS = "repeats";
    public static final String CUSTODY = "custody";
    public static final String SEGMENTS = "segments";
    public static final String POSITIONS = "positions";
    public static final String ROWS = "rows";
    public static final String ANALYSES = "analyses";
    public static final String BLOCKED = "blocked";
    public static final String INDEX = "index";

    public static final List<String> ALL = List.of(
            META, ENTRIES, DETAILS, TILES, FACTS, CAMERAS, REPEATS, CUSTODY, SEGMENTS, POSITIONS, ROWS, ANALYSES,
            BLOCKED, INDEX);

    private Families() {}
}
