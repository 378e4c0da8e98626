package org.unbroken.storage.rules;

public enum Language {
    ZH,
    EN
}
