package org.unbroken.storage.durable;

/** What a name on a {@link ForgetfulDisk} stands for. */
sealed interface Node permits FileNode, DirectoryNode {}
