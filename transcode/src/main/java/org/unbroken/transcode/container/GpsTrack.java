package org.unbroken.transcode.container;

import java.util.ArrayList;
import java.util.List;
import org.unbroken.transcode.Location;
import org.unbroken.transcode.TrackPoint;

/** Places as they come, thinned to every second one whenever there are too many: twelve hours take no more than one. */
public final class GpsTrack {
    private static final int MOST = 512;

    private record Place(long at, Location location) {}

    private List<Place> places = new ArrayList<>();
    private long seen;
    private long stride = 1;

    public void add(long micros, Location location) {
        if (seen++ % stride != 0) {
            return;
        }
        if (places.size() == MOST) {
            List<Place> every = new ArrayList<>();
            for (int i = 0; i < MOST; i += 2) {
                every.add(places.get(i));
            }
            places = every;
            stride *= 2;
            if ((seen - 1) % stride != 0) {
                return;
            }
        }
        places.add(new Place(micros, location));
    }

    /** In the file's time, moved by so much. */
    public List<TrackPoint> points(long shiftMicros) {
        return places.stream()
                .map(place -> new TrackPoint(Math.max(0, place.at + shiftMicros), place.location))
                .toList();
    }
}
