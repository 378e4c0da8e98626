package org.unbroken.ingest.console.pages;

import java.util.List;
import java.util.Optional;
import org.unbroken.storage.access.Permission;
import org.unbroken.storage.access.Principal;

/** What stands around every page. */
final class Layout {
    private static final List<Room> ROOMS = List.of(
            new Room("/", "Overview", Permission.READ_RECORDINGS),
            new Room("/recordings", "Recordings", Permission.READ_RECORDINGS),
            new Room("/cases", "Cases", Permission.READ_RECORDINGS),
            new Room("/requests", "Requests", Permission.READ_REQUESTS),
            new Room("/samples", "Samples", Permission.READ_RECORDINGS),
            new Room("/figures", "Figures", Permission.READ_RECORDINGS),
            new Room("/devices", "Devices", Permission.READ_RECORDINGS));

    private Layout() {}

    private record Room(String address, String name, Permission permission) {}

    /** {@code here}: the address of the section the page belongs to, for the mark in the navigation. */
    static String page(String title, String here, Optional<Principal> principal, Markup content) {
        return "<!doctype html>\n"
                + Markup.of(
                                """
                                <html lang="en">
                                <head>
                                <meta charset="utf-8">
                                <meta name="viewport" content="width=device-width, initial-scale=1">
                                <meta name="color-scheme" content="light dark">
                                <title>{} · Unbroken</title>
                                <link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
                                <link rel="stylesheet" href="/assets/console.css">
                                <script src="/assets/console.js" defer></script>
                                <script src="/assets/orders.js" defer></script>
                                </head>
                                <body>
                                <header class="top">
                                <a class="brand" href="/"><img src="/assets/mark.svg" width="26" height="26" alt=""><span>Unbroken</span><span class="zh" lang="zh">全程链</span></a>
                                {}
                                </header>
                                <main>
                                {}
                                </main>
                                </body>
                                </html>
                                """,
                                title,
                                principal
                                        .map(caller -> navigation(here, caller))
                                        .orElse(Markup.EMPTY),
                                content)
                        .html();
    }

    private static Markup navigation(String here, Principal caller) {
        return Markup.of(
                """
                <nav>{}</nav>
                <div class="who"><span class="role">{}</span><span class="agency">{}</span><form method="post" action="/sign-out"><button class="quiet">Sign out</button></form></div>
                """,
                ROOMS.stream()
                        .filter(room -> caller.role().may(room.permission()))
                        .map(room -> Markup.of(
                                "<a href=\"{}\"{}>{}</a>",
                                room.address(),
                                current(here.equals(room.address())),
                                room.name()))
                        .collect(Markup.joined()),
                caller.role().wire(),
                caller.agency().map(agency -> "agency " + agency).orElse("all agencies"));
    }

    private static Markup current(boolean is) {
        return is ? new Markup(" aria-current=\"page\"") : Markup.EMPTY;
    }
}
