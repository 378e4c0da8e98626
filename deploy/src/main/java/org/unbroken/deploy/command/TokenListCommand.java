package org.unbroken.deploy.command;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.unbroken.deploy.terminal.Table;
import org.unbroken.storage.access.Credential;
import org.unbroken.storage.access.Grant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "list", description = "Shows who may come in. Secrets are not kept, and so not shown.")
@SuppressWarnings("NullAway.Init") // picocli sets it
public final class TokenListCommand implements Callable<Integer> {
    @Mixin
    private TokenCommand.Place place = new TokenCommand.Place();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Table table = new Table("id", "by", "role", "name", "agency", "camera", "issued", "expires");
        try (CredentialPlace kept = place.open()) {
            add(kept.tokens().list(), "token", table);
            add(kept.certificates().list(), "certificate", table);
        }
        table.lines().forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static void add(List<Credential> credentials, String by, Table table) {
        for (Credential credential : credentials) {
            Grant grant = credential.grant();
            table.row(
                    credential.id(),
                    by,
                    grant.role().wire(),
                    grant.name(),
                    grant.agency().orElse("(all)"),
                    grant.camera().orElse(""),
                    credential.issued().truncatedTo(ChronoUnit.SECONDS).toString(),
                    grant.expires()
                            .map(at -> at + (at.isAfter(Instant.now()) ? "" : " (over)"))
                            .orElse("never"));
        }
    }
}
