package io.equipoise.cluster.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.RawUnixChannelOption;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the kernel ignore who begins to connect to a listening socket, so that its queues run empty before it is closed:
 * those in them would be reset. Who is ignored tries again by itself, first after a second (RFC 6298), and finds the port
 * closed. A classic BPF program on the socket, which needs no privilege; see socket(7), {@code SO_ATTACH_FILTER}.
 */
public final class SynFilter {
    private static final Logger log = LoggerFactory.getLogger(SynFilter.class);

    // asm-generic/socket.h
    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;
    // struct sock_fprog and struct sock_filter of linux/filter.h, with pointers of 8 bytes
    private static final int PROGRAM_BYTES = 16;
    private static final int INSTRUCTION_BYTES = 8;

    // linux/bpf_common.h: what is loaded is a byte of the TCP header, with which the filter's view begins
    private static final short LOAD_BYTE = 0x30;
    private static final short AND = 0x54;
    private static final short JUMP_IF_EQUAL = 0x15;
    private static final short RETURN = 0x06;
    private static final int FLAGS = 13;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;

    private static final RawUnixChannelOption OPTION =
            new RawUnixChannelOption("SO_ATTACH_FILTER", SOL_SOCKET, SO_ATTACH_FILTER, PROGRAM_BYTES);

    private SynFilter() {}

    /**
     * From now on nobody new is let in; who has begun before may finish. Call it on the socket's loop.
     *
     * @return false where it cannot be done: on NIO, or when the kernel or a sandbox forbids it
     */
    public static boolean attach(Channel listening) {
        if (Buffer.addressSize() != Long.BYTES) {
            return false;
        }
        ByteBuffer instructions = instructions();
        try {
            return listening.config().setOption(OPTION, program(instructions));
        } catch (ChannelException e) {
            log.atDebug().setCause(e).log("a listening socket cannot be told to ignore new connections");
            return false;
        } finally {
            Reference.reachabilityFence(instructions); // the kernel has copied them by now
        }
    }

    private static ByteBuffer program(ByteBuffer instructions) {
        return direct(PROGRAM_BYTES)
                .putShort(0, (short) (instructions.capacity() / INSTRUCTION_BYTES))
                .putLong(8, Buffer.memoryAddress(instructions));
    }

    private static ByteBuffer instructions() {
        ByteBuffer all = direct(5 * INSTRUCTION_BYTES);
        put(all, LOAD_BYTE, 0, FLAGS);
        put(all, AND, 0, SYN | ACK);
        put(all, JUMP_IF_EQUAL, 1, SYN); // else over the next
        put(all, RETURN, 0, 0);
        put(all, RETURN, 0, -1);
        return all.flip();
    }

    private static void put(ByteBuffer all, short code, int skipUnless, int operand) {
        all.putShort(code).put((byte) 0).put((byte) skipUnless).putInt(operand);
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
