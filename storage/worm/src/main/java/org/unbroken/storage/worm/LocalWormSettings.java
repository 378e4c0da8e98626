package org.unbroken.storage.worm;

/**
 * How the local store is to keep its objects.
 *
 * @param immutableFlag whether each object also gets the file system's immutable flag, which stops even root from
 *     changing it by mistake. Needs CAP_LINUX_IMMUTABLE and the programs {@code chattr} and {@code lsattr}; such
 *     folders cannot be deleted without clearing the flags first, hence off in demo and tests
 */
public record LocalWormSettings(boolean immutableFlag) {}
