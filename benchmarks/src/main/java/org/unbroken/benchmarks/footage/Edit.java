package org.unbroken.benchmarks.footage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What somebody may do to a recording. Each writes another file and answers where in it the deed is to be seen. */
enum Edit {
    HOLE("a fifth removed from the middle, times kept") {
        @Override
        double make(Footage of, Path out, Ffmpeg ffmpeg) throws IOException, InterruptedException {
            String drop = "noise=drop='" + span(of.at(FROM), of.at(TO)) + "'";
            return done(ffmpeg.run(copy(of, out, "-bsf:v", drop, "-bsf:a", drop)), of.at(FROM) - of.start());
        }
    },
    CLOSED("a fifth removed from the middle, times closed up") {
        @Override
        double make(Footage of, Path out, Ffmpeg ffmpeg) throws IOException, InterruptedException {
            return close(of, of.at(FROM), of.at(TO), out, ffmpeg);
        }
    },
    GROUPS("whole groups removed, times closed up") {
        @Override
        double make(Footage of, Path out, Ffmpeg ffmpeg) throws IOException, InterruptedException {
            List<Double> keys = of.keys();
            int first = keys.size() * 2 / 5;
            int last = Math.max(first + 1, keys.size() * 3 / 5);
            if (first < 1 || last >= keys.size()) {
                return IMPOSSIBLE;
            }
            return close(of, keys.get(first) - MARGIN, keys.get(last) - MARGIN, out, ffmpeg);
        }
    },
    FRAMES("three coded pictures removed, times closed up") {
        @Override
        double make(Footage of, Path out, Ffmpeg ffmpeg) throws IOException, InterruptedException {
            double frame = of.at(FROM);
            return close(of, frame, frame + 0.1, out, ffmpeg);
        }
    },
    INSERTED("two foreign seconds put into the middle") {
        @Override
        double make(Footage of, Path out, Ffmpeg ffmpeg) throws IOException, InterruptedException {
            Path foreign = piece(ffmpeg, "foreign", of);
            List<String> make = new ArrayList<>(List.of(
                    "-f", "lavfi", "-i", "testsrc2=s=" + of.size() + ":r=30:d=2", "-f", "lavfi", "-i", "sine=d=2"));
            make.addAll(encode(of, foreign));
            return done(ffmpeg.run(make) && between(of, foreign, out, ffmpeg, of.at(HALF)), of.at(HALF) - of.start());
        }
    },
    REPLACED("a fifth in the middle encoded anew, times as they were") {
        @Override
        double make(Footage of, Path out, Ffmpeg ffmpeg) throws IOException, InterruptedException {
            Path anew = piece(ffmpeg, "anew", of);
            List<String> make = new ArrayList<>(List.of(
                    "-ss",
                    seconds(of.at(FROM)),
                    "-t",
                    seconds(of.seconds() / 5),
                    "-i",
                    of.file().toString()));
            make.addAll(encode(of, anew));
            return done(ffmpeg.run(make) && between(of, anew, out, ffmpeg, of.at(TO)), of.at(FROM) - of.start());
        }
    },
    JOINED("joined with itself") {
        @Override
        double make(Footage of, Path out, Ffmpeg ffmpeg) throws IOException, InterruptedException {
            return done(ffmpeg.join(List.of(of.file(), of.file()), out), of.seconds());
        }
    },
    RETIMED("played 5 % slower by new times") {
        @Override
        double make(Footage of, Path out, Ffmpeg ffmpeg) throws IOException, InterruptedException {
            String slower = "setts=pts=PTS*1.05:dts=DTS*1.05";
            return done(ffmpeg.run(copy(of, out, "-bsf:v", slower, "-bsf:a", slower)), ANYWHERE);
        }
    },
    ENCODED("encoded anew as a whole") {
        @Override
        double make(Footage of, Path out, Ffmpeg ffmpeg) throws IOException, InterruptedException {
            List<String> make = new ArrayList<>(List.of("-i", of.file().toString()));
            make.addAll(encode(of, out));
            return done(ffmpeg.run(make), ANYWHERE);
        }
    },
    REMUXED("copied into a new file, nothing removed") {
        @Override
        double make(Footage of, Path out, Ffmpeg ffmpeg) throws IOException, InterruptedException {
            return done(ffmpeg.run(copy(of, out)), ANYWHERE);
        }
    },
    SILENCED("sound removed as a whole") {
        @Override
        double make(Footage of, Path out, Ffmpeg ffmpeg) throws IOException, InterruptedException {
            return of.sound() ? done(ffmpeg.run(copy(of, out, "-an")), ANYWHERE) : IMPOSSIBLE;
        }
    },
    MUTED("a fifth of the sound removed, times kept") {
        @Override
        double make(Footage of, Path out, Ffmpeg ffmpeg) throws IOException, InterruptedException {
            String drop = "noise=drop='" + span(of.at(FROM), of.at(TO)) + "'";
            return of.sound() ? done(ffmpeg.run(copy(of, out, "-bsf:a", drop)), of.at(FROM) - of.start()) : IMPOSSIBLE;
        }
    },
    BEGINNING("the first third cut off") {
        @Override
        double make(Footage of, Path out, Ffmpeg ffmpeg) throws IOException, InterruptedException {
            List<String> cut = new ArrayList<>(List.of("-ss", seconds(of.seconds() / 3)));
            cut.addAll(copy(of, out));
            return done(ffmpeg.run(cut), 0);
        }
    },
    END("the last third cut off") {
        @Override
        double make(Footage of, Path out, Ffmpeg ffmpeg) throws IOException, InterruptedException {
            List<String> cut = new ArrayList<>(List.of("-t", seconds(of.seconds() * 2 / 3)));
            cut.addAll(copy(of, out));
            return done(ffmpeg.run(cut), of.seconds() * 2 / 3);
        }
    };

    /** The edit cannot be made of this file. */
    static final double IMPOSSIBLE = -2;
    /** The edit has no place of its own. */
    static final double ANYWHERE = -1;

    private static final double FROM = 0.4;
    private static final double TO = 0.6;
    private static final double HALF = 0.5;
    /** So that a key picture itself lies behind the cut. */
    private static final double MARGIN = 0.002;

    private final String words;

    Edit(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Answers the place in seconds from the beginning, {@link #ANYWHERE} or {@link #IMPOSSIBLE}. */
    abstract double make(Footage of, Path out, Ffmpeg ffmpeg) throws IOException, InterruptedException;

    private static double done(boolean made, double place) {
        return made ? place : IMPOSSIBLE;
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    private static Path piece(Ffmpeg ffmpeg, String name, Footage of) {
        return ffmpeg.folder().resolve("piece-" + name + of.extension());
    }

    private static String span(double from, double to) {
        return "gte(pts*tb\\," + seconds(from) + ")*lt(pts*tb\\," + seconds(to) + ")";
    }

    private static List<String> copy(Footage of, Path out, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("-i", of.file().toString(), "-map", "0:v:0", "-map", "0:a:0?", "-c", "copy"));
        arguments.addAll(of.sameTicks());
        arguments.addAll(List.of(more));
        arguments.add(out.toString());
        return arguments;
    }

    /** With the encoder of another: not the same settings, but the same codec and size. */
    private static List<String> encode(Footage of, Path out) {
        List<String> arguments = new ArrayList<>(List.of(
                "-c:v", of.video(), "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ar", "44100"));
        if (!of.sound()) {
            arguments.add("-an");
        }
        arguments.add(out.toString());
        return arguments;
    }

    /** Packets shown within the span go, and the times of those after it move up, of picture and sound alike. */
    private static double close(Footage of, double from, double to, Path out, Ffmpeg ffmpeg)
            throws IOException, InterruptedException {
        String moved = "if(gte(PTS*TB\\," + seconds(to) + ")\\,%1$s-" + seconds(to - from) + "/TB\\,%1$s)";
        String filter = "noise=drop='" + span(from, to) + "',setts=pts='" + String.format(Locale.ROOT, moved, "PTS")
                + "':dts='" + String.format(Locale.ROOT, moved, "DTS") + "'";
        return done(ffmpeg.run(copy(of, out, "-bsf:v", filter, "-bsf:a", filter)), from - of.start());
    }

    /** The file up to the piece's place, the piece, and the file from there on. */
    private static boolean between(Footage of, Path middle, Path out, Ffmpeg ffmpeg, double after)
            throws IOException, InterruptedException {
        Path head = piece(ffmpeg, "head", of);
        Path tail = piece(ffmpeg, "tail", of);
        double end = middle.toString().contains("anew") ? of.at(FROM) : after;
        List<String> rest = new ArrayList<>(List.of("-ss", seconds(after - of.start())));
        rest.addAll(copy(of, tail));
        List<String> beginning = new ArrayList<>(List.of("-t", seconds(end - of.start())));
        beginning.addAll(copy(of, head));
        boolean made = ffmpeg.run(beginning) && ffmpeg.run(rest) && ffmpeg.join(List.of(head, middle, tail), out);
        for (Path piece : List.of(head, middle, tail)) {
            Files.deleteIfExists(piece);
        }
        return made;
    }
}
