package org.unbroken.deploy.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.unbroken.storage.access.Credential;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "revoke",
        description = "Shuts out the token or certificate with this id, or all with this name, at once.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class TokenRevokeCommand implements Callable<Integer> {
    @Mixin
    private TokenCommand.Place place = new TokenCommand.Place();

    @Parameters(paramLabel = "ID|NAME", description = "As token list shows it.")
    private String idOrName;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<Credential> revoked = new ArrayList<>();
        try (CredentialPlace kept = place.open()) {
            revoked.addAll(kept.tokens().revoke(idOrName));
            revoked.addAll(kept.certificates().revoke(idOrName));
        }
        if (revoked.isEmpty()) {
            throw new CommandFailure("no token and no certificate has the id or name \"" + idOrName + "\"");
        }
        revoked.forEach(credential ->
                TokenCommand.print(credential, "revoked", spec.commandLine().getErr()));
        return 0;
    }
}
