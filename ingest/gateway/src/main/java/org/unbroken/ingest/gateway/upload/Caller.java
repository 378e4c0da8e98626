package org.unbroken.ingest.gateway.upload;

import java.util.Optional;
import org.unbroken.ingest.gateway.tus.MetadataKey;
import org.unbroken.ingest.gateway.tus.Refusals;
import org.unbroken.ingest.gateway.tus.RefusedException;
import org.unbroken.ingest.gateway.tus.UploadMetadata;
import org.unbroken.storage.access.Grant;
import org.unbroken.storage.access.Principal;

/**
 * Who uploads, and for whom.
 *
 * @param id of the token or certificate
 * @param agency the one agency whose uploads there are for this caller
 * @param camera the one camera, where the credentials are bound to one
 */
public record Caller(String id, String agency, Optional<String> camera) {
    public static Caller of(Principal principal) {
        return new Caller(principal.id(), principal.agency().orElse(Grant.DEFAULT_AGENCY), principal.camera());
    }

    boolean sees(String uploadAgency, String uploadCamera) {
        return agency.equals(uploadAgency) && camera.map(uploadCamera::equals).orElse(true);
    }

    /** The camera this upload is of; refused when the metadata contradicts the credentials, or neither names one. */
    String cameraOf(UploadMetadata metadata) throws RefusedException {
        if (!metadata.find(MetadataKey.AGENCY).orElse(agency).equals(agency)) {
            throw Refusals.contradicts("agency");
        }
        Optional<String> told = metadata.find(MetadataKey.CAMERA);
        if (camera.isPresent() && told.isPresent() && !camera.equals(told)) {
            throw Refusals.contradicts("camera");
        }
        return camera.or(() -> told)
                .orElseThrow(() -> Refusals.metadata(
                        "camera", "is missing; only credentials bound to one camera may leave it out"));
    }
}
