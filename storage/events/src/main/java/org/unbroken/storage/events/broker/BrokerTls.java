package org.unbroken.storage.events.broker;

import java.nio.file.Path;
import java.util.List;

/**
 * Who a broker or a client of it is, and whom it believes: one PKCS #12 file with a key and certificates.
 *
 * @param password opens it; goes into files for their owner alone and onto no command line
 */
public record BrokerTls(Path file, String password) {
    public BrokerTls {
        file = file.toAbsolutePath().normalize();
    }

    /** As Kafka's properties files have them. */
    public List<String> lines() {
        String place = PropertiesText.escaped(file.toString());
        return List.of(
                "ssl.enabled.protocols=TLSv1.3",
                "ssl.keystore.type=PKCS12",
                "ssl.keystore.location=" + place,
                "ssl.keystore.password=" + password,
                "ssl.key.password=" + password,
                "ssl.truststore.type=PKCS12",
                "ssl.truststore.location=" + place,
                "ssl.truststore.password=" + password);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "BrokerTls[" + file + "]";
    }
}
