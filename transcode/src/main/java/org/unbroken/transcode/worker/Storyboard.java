package org.unbroken.transcode.worker;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.unbroken.integrity.json.Json;
import org.unbroken.integrity.json.JsonArray;
import org.unbroken.integrity.json.JsonObject;

/** A grid of small pictures in the order of time, and the list that says which shows which moment. */
final class Storyboard {
    private static final int MOST_COLUMNS = 6;

    private record Cell(long atMicros, BufferedImage image) {}

    private final List<Cell> cells = new ArrayList<>();

    void add(long atMicros, BufferedImage image) {
        cells.add(new Cell(atMicros, image));
    }

    int cells() {
        return cells.size();
    }

    void write(Path picture, Path index) throws IOException {
        int columns = Math.min(MOST_COLUMNS, cells.size());
        int rows = (cells.size() + columns - 1) / columns;
        int width = cells.get(0).image().getWidth();
        int height = cells.get(0).image().getHeight();
        BufferedImage grid = new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_3BYTE_BGR);
        List<Json> list = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            int x = i % columns * width;
            int y = i / columns * height;
            // A stream that changes its shape on the way: a larger picture is cut to its cell.
            BufferedImage image = cell.image();
            int[] pixels = image.getRGB(
                    0, 0, Math.min(width, image.getWidth()), Math.min(height, image.getHeight()), null, 0, width);
            grid.setRGB(x, y, Math.min(width, image.getWidth()), Math.min(height, image.getHeight()), pixels, 0, width);
            Thumbnail.stamp(grid, x, y + height, cell.atMicros());
            list.add(JsonObject.builder()
                    .put("index", i)
                    .put("at_us", cell.atMicros())
                    .put("x", x)
                    .put("y", y)
                    .build());
        }
        Thumbnail.write(grid, picture);
        JsonObject json = JsonObject.builder()
                .put("format", "unbroken/storyboard/1")
                .put("columns", columns)
                .put("rows", rows)
                .put("cell_width", width)
                .put("cell_height", height)
                .put("cells", new JsonArray(list))
                .build();
        Files.write(index, json.canonical());
    }
}
