package org.unbroken.deploy.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.unbroken.storage.durable.DurableFiles;

/**
 * The ports of a cluster's processes.
 *
 * @param operations of the gateways
 */
record ClusterPorts(
        int upload,
        List<Integer> consoles,
        List<Integer> operations,
        int s3,
        int monitor,
        int kafka,
        int controller,
        Flink flink) {
    ClusterPorts {
        consoles = List.copyOf(consoles);
        operations = List.copyOf(operations);
    }

    /**
     * Flink's.
     *
     * @param rest the JobManager's web page and API
     * @param taskOperations where each TaskManager answers those who watch it
     */
    record Flink(
            int rest, int rpc, int blob, List<Integer> taskRpc, List<Integer> taskData, List<Integer> taskOperations) {
        Flink {
            taskRpc = List.copyOf(taskRpc);
            taskData = List.copyOf(taskData);
            taskOperations = List.copyOf(taskOperations);
        }
    }

    /** Those of this folder, chosen now if there are none yet. */
    static ClusterPorts choose(Path file, DurableFiles files) throws IOException {
        PortBook book = PortBook.open(file, files);
        ClusterPorts ports = new ClusterPorts(
                book.port("upload", 1080),
                List.of(book.port("console-1", 8080), book.port("console-2", 8081)),
                List.of(book.port("operations-1", 9181), book.port("operations-2", 9182)),
                book.port("s3", 7480),
                book.port("ceph-monitor"),
                book.port("kafka", 9092),
                book.port("kafka-controller"),
                new Flink(
                        book.port("flink", 8082),
                        book.port("flink-rpc"),
                        book.port("flink-blob"),
                        List.of(book.port("taskmanager-1-rpc"), book.port("taskmanager-2-rpc")),
                        List.of(book.port("taskmanager-1-data"), book.port("taskmanager-2-data")),
                        List.of(
                                book.port("taskmanager-1-operations", 9183),
                                book.port("taskmanager-2-operations", 9184))));
        book.save();
        return ports;
    }

    URI uploadAddress() {
        return URI.create("http://127.0.0.1:" + upload + "/files/");
    }

    List<URI> consoleAddresses() {
        return consoles.stream()
                .map(port -> URI.create("http://127.0.0.1:" + port + "/"))
                .toList();
    }

    URI flinkAddress() {
        return URI.create("https://127.0.0.1:" + flink.rest() + "/");
    }

    URI storeAddress() {
        return URI.create("http://127.0.0.1:" + s3);
    }
}
