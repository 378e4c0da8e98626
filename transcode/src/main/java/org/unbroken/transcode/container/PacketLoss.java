package org.unbroken.transcode.container;

/**
 * Transport packets that are missing by their own counters.
 *
 * @param pid the elementary stream's packet id
 * @param atMicros by the programme clock, from the file's beginning
 * @param losses how many breaks of the counter lie within that second
 */
public record PacketLoss(int pid, long atMicros, long lengthMicros, int losses) {}
