package org.unbroken.deploy.command;

import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.unbroken.deploy.config.SettingsException;
import org.unbroken.deploy.dock.DockException;
import org.unbroken.deploy.remote.ConsoleException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Every error is one line (a configuration's, one for each thing that is wrong), and exit code 2. */
public final class CommandErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {

    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("unbroken: " + words(wrong));
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        if (List.of(args).contains("--debug")) {
            wrong.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static String words(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !wrong.getCommandLine().getSubcommands().isEmpty()
                && !unmatched.getUnmatched().get(0).startsWith("-")) {
            return "unknown command: " + unmatched.getUnmatched().get(0);
        }
        return String.valueOf(wrong.getMessage());
    }

    @Override
    public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (error instanceof SettingsException settings) {
            settings.problems().forEach(problem -> err.println("unbroken: " + problem));
        } else {
            err.println("unbroken: " + message(error));
        }
        // The option is inherited: wherever it stood, the last parsed command has it.
        Boolean debug = parsed.expandedArgs().contains("--debug");
        if (debug) {
            error.printStackTrace(err);
        } else if (!isExpected(error)) {
            err.println("(--debug shows where this came from)");
        }
        err.flush();
        if (error instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return 2;
    }

    private static boolean isExpected(Exception error) {
        return error instanceof CommandFailure
                || error instanceof SettingsException
                || error instanceof DockException
                || error instanceof ConsoleException
                || error instanceof java.io.IOException;
    }

    private static String message(Exception error) {
        String text = error.getMessage();
        if (error instanceof NoSuchFileException) {
            return "no such file: " + text;
        }
        if (error instanceof AccessDeniedException) {
            return "access denied: " + text;
        }
        if (error instanceof InterruptedException) {
            return "interrupted";
        }
        if (text == null || error instanceof java.nio.file.FileSystemException) {
            return error.getClass().getSimpleName() + (text == null ? "" : ": " + text);
        }
        return isExpected(error) ? text : error.getClass().getSimpleName() + ": " + text;
    }
}
