package org.unbroken.storage.rules;

/**
 * Something that is wrong with a rulebook's file.
 *
 * @param about the setting, or what else stands there
 * @param remedy what to do
 */
public record Problem(String file, Place place, String about, Said reason, Said remedy) {
    public String in(Language language) {
        String head = file + ":" + place + ": " + (about.isEmpty() ? "" : about + ": ");
        return language == Language.ZH
                ? head + reason.zh() + "；" + remedy.zh()
                : head + reason.en() + "; " + remedy.en();
    }

    @Override
    public String toString() {
        return in(Language.EN);
    }
}
