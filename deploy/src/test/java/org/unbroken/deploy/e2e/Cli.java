package org.unbroken.deploy.e2e;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.unbroken.deploy.Unbroken;
import picocli.CommandLine;

/** What a run of the command came to. Runs in this process: the very code of {@code ./unbroken}, without a start-up. */
record Cli(int exit, String out, String err) {

    static Cli run(Object... arguments) {
        return run(Arrays.asList(arguments));
    }

    static Cli run(List<?> arguments) {
        List<String> texts = new ArrayList<>();
        arguments.forEach(argument -> texts.add(argument.toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Unbroken.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        int exit = command.execute(texts.toArray(String[]::new));
        return new Cli(exit, out.toString(), err.toString());
    }

    /** Both outputs: where a message goes is tested with the command, here only that it is said. */
    String said() {
        return out + err;
    }

    /** Standard output without its last newline, of a command that must succeed. */
    String line() {
        if (exit != 0) {
            throw new AssertionError(toString());
        }
        return out.strip();
    }
}
