package org.unbroken.storage.ledger;

import java.util.ArrayList;
import java.util.List;
import org.unbroken.integrity.RecordingId;
import org.unbroken.integrity.custody.CustodyEvent;
import org.unbroken.storage.rocks.Keys;

/**
 * The keys in the index under which cameras' events and samples are found. They are only ever put: what a camera or a
 * sample is, its entries say.
 *
 * <pre>
 * 'v' agency ‖ 0 ‖ camera ‖ 0 ‖ index, 8 bytes    a camera's events, oldest first
 * 'w' agency ‖ 0 ‖ id inverted                     samples of an agency, newest first
 * 'w' 0 ‖ id inverted                              all samples
 * </pre>
 */
final class RoundsIndex {
    private RoundsIndex() {}

    static byte[] cameras(String agency) {
        return IndexPrefix.CAMERA_EVENTS.then(Keys.ofTerminated(agency));
    }

    static byte[] camera(String agency, String camera) {
        return Keys.join(cameras(agency), Keys.ofTerminated(camera));
    }

    static byte[] samples(String agency) {
        return IndexPrefix.SAMPLES.then(Keys.ofTerminated(agency));
    }

    /** What an entry adds. A camera's event whose detail is lost names no camera. */
    static List<byte[]> keys(RecordingId id, LedgerEvent event) {
        List<byte[]> keys = new ArrayList<>();
        String agency = event.entry().agency();
        if (event.entry().is(CustodyEvent.SAMPLE_REQUESTED)) {
            byte[] inverted = RecordingKey.inverted(id);
            keys.add(Keys.join(samples(agency), inverted));
            keys.add(Keys.join(samples(""), inverted));
        } else if (isOfCamera(event)) {
            event.detail()
                    .flatMap(detail -> LedgerApplier.text(detail, "camera"))
                    .filter(camera -> camera.indexOf(0) < 0)
                    .ifPresent(camera -> keys.add(Keys.join(camera(agency, camera), Keys.ofLong(event.index()))));
        }
        return keys;
    }

    private static boolean isOfCamera(LedgerEvent event) {
        return event.entry().is(CustodyEvent.CAMERA_ISSUED)
                || event.entry().is(CustodyEvent.CAMERA_RETURNED)
                || event.entry().is(CustodyEvent.CAMERA_CHECKED)
                || event.entry().is(CustodyEvent.CAMERA_LENT)
                || event.entry().is(CustodyEvent.CAMERA_LOST);
    }
}
