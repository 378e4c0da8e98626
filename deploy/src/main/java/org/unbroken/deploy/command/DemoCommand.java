package org.unbroken.deploy.command;

import picocli.CommandLine.Command;

@Command(name = "demo")
public final class DemoCommand {}
