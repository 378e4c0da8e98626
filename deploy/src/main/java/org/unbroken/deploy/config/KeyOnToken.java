package org.unbroken.deploy.config;

import java.nio.file.Path;
import org.unbroken.storage.keys.TokenAddress;

/** The log's key on a PKCS#11 token, and the file with the token's PIN. */
public record KeyOnToken(TokenAddress address, Path pinFile) {}
