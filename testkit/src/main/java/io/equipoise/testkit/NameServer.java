package io.equipoise.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A name server over UDP that knows the IPv4 addresses of the names that a test gives it, and says of any other name that
 * there is none (RFC 1035). Safe for any thread.
 */
public final class NameServer implements AutoCloseable {
    private static final int HEADER = 12;
    private static final int LONGEST = 512;
    private static final short TYPE_A = 1;
    private static final short CLASS_IN = 1;

    /** An answer that the server is authoritative for; a name that does not exist. */
    private static final int ANSWER = 0x8400;

    private static final int NO_SUCH_NAME = 3;
    private static final int RECURSION_DESIRED = 0x0100;

    /** Back to the name of the question, which begins behind the header. */
    private static final short NAME_OF_THE_QUESTION = (short) 0xC000 | HEADER;

    private final DatagramSocket socket;
    private final Map<String, List<byte[]>> names = new ConcurrentHashMap<>();

    private NameServer(DatagramSocket socket) {
        this.socket = socket;
    }

    /** Answers at that address; port 53 is the one that resolvers ask, and needs root. */
    public static NameServer on(String address, int port) {
        try {
            NameServer server = new NameServer(new DatagramSocket(new InetSocketAddress(address, port)));
            Thread thread = new Thread(server::serve, "name-server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port that it answers at. */
    public int port() {
        return socket.getLocalPort();
    }

    /** From now on that name has those addresses; none: it does not exist. */
    public void set(String name, List<String> addresses) {
        List<byte[]> bytes = new ArrayList<>();
        for (String address : addresses) {
            try {
                bytes.add(InetAddress.getByName(address).getAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        names.put(name, bytes);
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        byte[] bytes = new byte[LONGEST];
        while (!socket.isClosed()) {
            DatagramPacket question = new DatagramPacket(bytes, bytes.length);
            try {
                socket.receive(question);
                byte[] answer = answer(ByteBuffer.wrap(bytes, 0, question.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private byte[] answer(ByteBuffer question) {
        short id = question.getShort();
        int desired = question.getShort() & RECURSION_DESIRED;
        question.position(HEADER);
        String name = name(question);
        short type = question.getShort();
        question.getShort();
        List<byte[]> known = names.getOrDefault(name, List.of());
        List<byte[]> found = type == TYPE_A ? known : List.of();
        ByteBuffer answer = ByteBuffer.allocate(LONGEST);
        answer.putShort(id).putShort((short) (ANSWER | desired | (known.isEmpty() ? NO_SUCH_NAME : 0)));
        answer.putShort((short) 1).putShort((short) found.size()).putInt(0);
        answer.put(question.slice(HEADER, question.position() - HEADER));
        for (byte[] address : found) {
            answer.putShort(NAME_OF_THE_QUESTION).putShort(TYPE_A).putShort(CLASS_IN);
            answer.putInt(1).putShort((short) address.length).put(address);
        }
        byte[] bytes = new byte[answer.position()];
        answer.flip().get(bytes);
        return bytes;
    }

    private static String name(ByteBuffer question) {
        StringBuilder name = new StringBuilder();
        for (int length = question.get(); length > 0; length = question.get()) {
            byte[] label = new byte[length];
            question.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }
}
