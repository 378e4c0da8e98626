package org.unbroken.deploy.cluster.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.unbroken.storage.durable.DurableFiles;

/**
 * A folder of PKCS #12 files under one password. Each holds a key and those certificates that its holder believes.
 *
 * <pre>
 * DIR/NAME.p12    mode 0600, as everything here; the folder 0700
 *     password    opens all of them. Written last: without it nothing here counts, and all is made anew
 * </pre>
 */
final class KeyFolder {
    static final String PASSWORD = "password";

    private final Path folder;
    private final DurableFiles files;
    private final String password;

    private KeyFolder(Path folder, DurableFiles files, String password) {
        this.folder = folder;
        this.files = files;
        this.password = password;
    }

    static boolean isWhole(Path folder) {
        return Files.exists(folder.resolve(PASSWORD));
    }

    /** For a folder that is not whole. */
    static KeyFolder begin(Path folder, DurableFiles files, String password) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return new KeyFolder(folder, files, password);
    }

    String password() {
        return password;
    }

    void put(String name, Identity own, List<Identity> believed) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", own.key(), password.toCharArray(), new Certificate[] {own.certificate()});
            for (int i = 0; i < believed.size(); i++) {
                store.setCertificateEntry("believed-" + i, believed.get(i).certificate());
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, password.toCharArray());
            files.replace(folder.resolve(name), bytes.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IOException(folder.resolve(name) + " cannot be made: " + e.getMessage(), e);
        }
    }

    void put(String name, String text) throws IOException {
        files.replace(folder.resolve(name), text.getBytes(StandardCharsets.US_ASCII));
    }

    void finish() throws IOException {
        put(PASSWORD, password + "\n");
    }

    /** Speaks as the holder of this file. */
    static SSLContext context(Path folder, String name) throws IOException {
        char[] password = Files.readString(folder.resolve(PASSWORD)).strip().toCharArray();
        try (InputStream in = Files.newInputStream(folder.resolve(name))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(folder.resolve(name) + ": " + e.getMessage(), e);
        }
    }
}
