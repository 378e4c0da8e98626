package org.unbroken.ingest.pipeline.cluster;

/**
 * What a process may take of the machine's memory, in MiB. Media workers are processes of their own and not counted.
 *
 * @param frameworkHeapMebibytes the part of the heap that Flink itself counts on
 * @param managedMebibytes for RocksDB
 * @param networkMebibytes buffers between operators
 * @param directMebibytes of buffers outside the heap, for Flink and for the jobs each
 */
public record FlinkMemory(
        int heapMebibytes,
        int frameworkHeapMebibytes,
        int managedMebibytes,
        int networkMebibytes,
        int directMebibytes,
        int metaspaceMebibytes,
        int overheadMebibytes) {
    public FlinkMemory {
        if (heapMebibytes <= frameworkHeapMebibytes) {
            throw new IllegalArgumentException(
                    "heap = " + heapMebibytes + " MiB: more than Flink's own " + frameworkHeapMebibytes);
        }
    }

    /** Enough for both jobs on a few cores. */
    public static FlinkMemory ofHeap(int heapMebibytes) {
        return new FlinkMemory(heapMebibytes, 64, 128, 64, 128, 256, 192);
    }
}
