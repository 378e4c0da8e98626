package org.unbroken.deploy.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.unbroken.integrity.json.JsonException;
import org.unbroken.integrity.json.JsonObject;
import org.unbroken.storage.durable.DurableFiles;

/**
 * Which port is for what. Chosen once and kept, so that everybody finds everybody again after a restart. None is from the
 * range that the system takes ports for connections from (ip_local_port_range): nobody else gets one while its process is
 * down.
 */
final class PortBook {
    private static final int FIRST = 20_100;
    private static final int LAST = 32_000;
    private static final int BYTES = 1 << 16;

    private final Path file;
    private final DurableFiles files;
    private final SortedMap<String, Integer> ports = new TreeMap<>();

    private PortBook(Path file, DurableFiles files) {
        this.file = file;
        this.files = files;
    }

    static PortBook open(Path file, DurableFiles files) throws IOException {
        PortBook book = new PortBook(file, files);
        try {
            JsonObject json = JsonObject.parse(files.read(file, BYTES)).object("ports");
            json.members().keySet().forEach(use -> book.ports.put(use, (int) json.integer(use)));
        } catch (NoSuchFileException e) {
            // The first start.
        } catch (JsonException e) {
            throw new IOException(file + " is no list of ports: " + e.getMessage(), e);
        }
        return book;
    }

    /** The port for this use; at the first time the preferred one if it is free, else the next that is. */
    int port(String use, int preferred) throws IOException {
        Integer known = ports.get(use);
        if (known != null) {
            return known;
        }
        int chosen = isFree(preferred) ? preferred : FIRST;
        while (!isFree(chosen)) {
            chosen++;
            if (chosen > LAST) {
                throw new IOException("no port from " + FIRST + " to " + LAST + " is free for " + use);
            }
        }
        ports.put(use, chosen);
        return chosen;
    }

    /** From the range of all that nobody types. */
    int port(String use) throws IOException {
        return port(use, FIRST);
    }

    private boolean isFree(int port) throws IOException {
        if (ports.containsValue(port)) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (java.net.BindException e) {
            return false;
        }
    }

    void save() throws IOException {
        JsonObject.Builder json = JsonObject.builder();
        ports.forEach(json::put);
        files.replace(
                file,
                JsonObject.builder()
                        .put("format", "unbroken/cluster/1")
                        .put("ports", json.build())
                        .build()
                        .canonical());
    }
}
