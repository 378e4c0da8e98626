package org.unbroken.deploy.command;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.unbroken.deploy.config.DataFolder;
import org.unbroken.deploy.config.NodeRole;
import org.unbroken.deploy.config.ServerSettings;
import org.unbroken.deploy.config.SettingsException;
import org.unbroken.deploy.scaleout.StoreSettings;
import org.unbroken.storage.access.BearerTokens;
import org.unbroken.storage.access.Certificates;
import org.unbroken.storage.durable.LocalDisk;
import org.unbroken.storage.s3.S3Connection;
import org.unbroken.storage.s3.S3SharedDocuments;
import org.unbroken.storage.shared.SharedDocuments;

/** Credentials where they are kept. */
record CredentialPlace(BearerTokens tokens, Certificates certificates, AutoCloseable behind) implements AutoCloseable {
    static CredentialPlace inFolder(Path data) {
        return new CredentialPlace(
                BearerTokens.inFolder(DataFolder.tokens(data), new LocalDisk(), Clock.systemUTC(), new SecureRandom()),
                Certificates.inFolder(
                        DataFolder.certificates(data), new LocalDisk(), Clock.systemUTC(), new SecureRandom()),
                () -> {});
    }

    static CredentialPlace shared(Path config) throws SettingsException, IOException {
        ServerSettings settings = ServerSettings.load(NodeRole.OFFLINE, Optional.of(config), Map.of());
        S3Connection connection =
                new S3Connection(StoreSettings.s3(settings.scaleOut().store().orElseThrow()));
        connection.start();
        SharedDocuments documents = new S3SharedDocuments(connection);
        try {
            documents.start();
        } catch (IOException e) {
            connection.close();
            throw e;
        }
        return new CredentialPlace(
                BearerTokens.shared(documents, Clock.systemUTC(), new SecureRandom()),
                Certificates.shared(documents, Clock.systemUTC(), new SecureRandom()),
                connection);
    }

    @Override
    public void close() throws IOException {
        try {
            behind.close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
