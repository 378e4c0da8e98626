package org.unbroken.deploy.cluster.process;

/**
 * One process and no later one that was given its number: numbers come round again, and after a reboot they start anew.
 *
 * @param startedTicks when it started, in the kernel's ticks since boot (proc(5), field 22 of {@code /proc/PID/stat})
 * @param bootId which run of the kernel counted them
 */
public record ProcessIdentity(long pid, long startedTicks, String bootId) {}
