package org.unbroken.transcode.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A room of a worker's own, of Linux namespaces that need no root: no network, no processes but its own, and of the
 * machine's files only what is put into it.
 *
 * <pre>
 * HOME.cell/            an empty file system of its own; becomes the worker's root
 *   usr, lib, …         the system's programs and libraries, read-only
 *   JDK, class path, each at its own path, read-only
 *   natives             FFmpeg's libraries at their own path; what is written there stays in the cell (overlayfs)
 *   HOME                the worker's place to write, at its own path
 *   given/original      an empty file, and over it the recording of the present job, read-only; bare is the same file
 *   proc, dev           its own processes; null, zero, random, urandom
 * </pre>
 *
 * <p>Two processes: the keeper, {@code unshare} turned into a shell, in whose mount namespace the cell is built and
 * which stays to wait; and the worker, in a mount namespace below that one, with the cell as root and without any
 * capability. What is mounted in the keeper's {@code given} appears in the worker's (mount propagation, one way), and so
 * each job's file is handed in by a {@link Porter} while the worker runs on. A keeper that dies takes the worker with it
 * (PR_SET_PDEATHSIG).
 */
final class Cell {
    /** Where the worker finds the recording of its job. */
    static final Path ORIGINAL = Path.of("/given/original");

    private static final List<String> PROGRAMS =
            List.of("unshare", "nsenter", "setpriv", "mount", "umount", "pivot_root", "sh");
    private static final List<Path> SYSTEM =
            Stream.of("/usr", "/bin", "/lib", "/lib64", "/lib32").map(Path::of).toList();
    private static final List<Path> FOLDERS =
            Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin").map(Path::of).toList();
    /** Where the programs are found that it is made with. */
    static final String PATH = FOLDERS.stream().map(Path::toString).collect(Collectors.joining(":"));

    /** $1 the cell, $2 home, $3 a list of what is read-only, $4 natives; then the command. Any failure ends it. */
    private static final String BUILD = String.join(
            "\n",
            "set -e",
            "cell=$1; home=$2; list=$3; natives=$4; shift 4",
            "mount -t tmpfs -o size=4m,mode=0755 cell \"$cell\"",
            "cd \"$cell\"",
            "mkdir proc dev old given stage natives over",
            "put() {",
            "  if [ -d \"$1\" ]; then mkdir -p \".$1\"; else mkdir -p \".${1%/*}\"; : > \".$1\"; fi",
            "  mount --bind \"$1\" \".$1\"",
            "}",
            // A bind mount is made read-only by a second step; what it hides below it stays hidden.
            // Merged systems have /bin as a link to usr/bin; any other link is put there as what it names.
            "while IFS= read -r path; do",
            "  if [ -L \"$path\" ] && [ -z \"${path%/*}\" ]; then ln -s \"$(readlink \"$path\")\" \".$path\"",
            "  else put \"$path\"; mount -o remount,bind,ro \".$path\"; fi",
            "done <<END\n$list\nEND",
            "for device in null zero random urandom; do",
            "  : > dev/$device; mount --bind /dev/$device dev/$device",
            "done",
            "ln -s /proc/self/fd dev/fd",
            // JavaCPP wants to write where its libraries are: what it writes there stays in this cell.
            "mount --bind \"$natives\" natives",
            "mount -o remount,bind,ro natives",
            "mount -t tmpfs -o size=64m,mode=0700 over over",
            "mkdir -p over/new over/work \".$natives\"",
            "mount -t overlay -o lowerdir=natives,upperdir=over/new,workdir=over/work natives \".$natives\"",
            "put \"$home\"",
            "mount -t tmpfs -o size=64k,mode=0755 given given",
            // What is there when nothing is mounted, under a second name: by that it is known.
            ": > given/original",
            "ln given/original given/bare",
            ": > stage/original",
            "ln stage/original stage/bare",
            // A worker that put a link there would choose over which of this machine's files the next one is mounted.
            "mount -o remount,bind,ro given",
            "mount --make-shared given",
            // A shell that stays: were it replaced, its namespace's other end would be the worker's alone.
            "setpriv --pdeathsig KILL unshare --mount --propagation slave --pid --fork --kill-child -- sh -c '"
                    + "set -e; mount -t proc proc proc; mount -o remount,ro . 2>/dev/null || mount -o remount,bind,ro .;"
                    + " pivot_root . old; umount -l old; cd \"$0\";"
                    + " exec setpriv --no-new-privs --inh-caps=-all --bounding-set=-all -- \"$@\"' \"$home\" \"$@\"",
            "exit $?");

    private final Path folder;
    private final String list;
    private final Path natives;

    private Cell(Path folder, String list, Path natives) {
        this.folder = folder;
        this.list = list;
        this.natives = natives;
    }

    /** Programs that this machine lacks; whether its kernel allows a cell only a try tells. */
    static List<String> missing() {
        return PROGRAMS.stream().filter(name -> program(name).isEmpty()).toList();
    }

    private static Optional<Path> program(String name) {
        return FOLDERS.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Makes room beside a worker's home, which must exist, as must the folder of native libraries. Nothing is mounted before the command runs. */
    static Cell beside(Path home, Path natives, List<Path> readable) throws IOException {
        Path folder = home.resolveSibling(home.getFileName() + ".cell");
        List<Path> paths = Stream.of(SYSTEM.stream(), configuration().stream(), outsideSystem(readable))
                .flatMap(each -> each)
                .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                .distinct()
                .toList();
        for (Path path : paths) {
            if (path.toString().indexOf('\n') >= 0) {
                throw new IOException("a path with a line break in it cannot be put into a worker's cell: "
                        + path.toString().replace("\n", "\\n"));
            }
            if (home.startsWith(path)) {
                throw new IOException("workers would see this server's data: " + path
                        + " is a system folder or on the class path, and the work folder " + home
                        + " lies in it. Move one of them.");
            }
        }
        Files.createDirectories(folder);
        return new Cell(folder, paths.stream().map(Path::toString).collect(Collectors.joining("\n")), natives);
    }

    /** What lies in the system's own folders is there with them, and nothing can be put into those. */
    private static Stream<Path> outsideSystem(List<Path> readable) {
        return readable.stream().filter(path -> SYSTEM.stream().noneMatch(path::startsWith));
    }

    /** What the linker and Debian's JDK keep below /etc; nothing that tells of this machine's users or secrets. */
    private static List<Path> configuration() throws IOException {
        List<Path> found = new ArrayList<>(List.of(Path.of("/etc/ld.so.cache"), Path.of("/etc/alternatives")));
        try (Stream<Path> etc = Files.list(Path.of("/etc"))) {
            etc.filter(path -> path.getFileName().toString().matches("java-[0-9]+-openjdk"))
                    .forEach(found::add);
        }
        return found;
    }

    /** The command that builds the cell and runs another in it. */
    List<String> command(Path home) {
        return List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "--net",
                "--ipc",
                "--",
                "sh",
                "-c",
                BUILD,
                "sh",
                folder.toString(),
                home.toString(),
                list,
                natives.toString());
    }

    /** Where it is built: the worker's root. */
    Path folder() {
        return folder;
    }

    /** Names, to the {@link Porter}, the recording that is handed in; beside the cell, out of the worker's reach. */
    Path link() {
        return folder.resolveSibling(folder.getFileName() + ".next");
    }

    void remove() throws IOException {
        Files.deleteIfExists(link());
        Files.deleteIfExists(folder);
    }
}
