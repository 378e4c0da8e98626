package org.unbroken.deploy.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/**
 * Passes connections on, both ways, until it is ended: a program of its own, to be run in a network namespace. Each
 * argument is {@code ADDRESS:PORT=ADDRESS:PORT}, where it listens and whither.
 */
final class Relay {
    private Relay() {}

    public static void main(String... ways) throws IOException, InterruptedException {
        for (String way : ways) {
            InetSocketAddress from = address(way.substring(0, way.indexOf('=')));
            InetSocketAddress to = address(way.substring(way.indexOf('=') + 1));
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(from);
            start(() -> accept(listening, to));
        }
        System.out.println("relaying");
        new CountDownLatch(1).await();
    }

    private static InetSocketAddress address(String text) throws IOException {
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(
                InetAddress.getByName(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }

    private static void accept(ServerSocket listening, InetSocketAddress to) {
        while (true) {
            try {
                Socket one = listening.accept();
                start(() -> join(one, to));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** An end that closes its half closes the other's; one that breaks breaks both. */
    private static void join(Socket one, InetSocketAddress to) {
        try (one;
                Socket other = new Socket()) {
            other.connect(to);
            Thread back = start(() -> copy(other, one));
            copy(one, other);
            back.join();
        } catch (IOException e) {
            // Whoever connected sees its connection end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more.
        }
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
