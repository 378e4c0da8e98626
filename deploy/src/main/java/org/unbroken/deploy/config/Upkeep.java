package org.unbroken.deploy.config;

import org.unbroken.storage.keeping.RetentionSettings;

/** What goes round over the store beside the audit. */
public record Upkeep(RetentionSettings retention) {}
