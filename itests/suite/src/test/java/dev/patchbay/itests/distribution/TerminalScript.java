package dev.patchbay.itests.distribution;

/** A program in Python that uses a shell at a pseudo terminal, and prints what it has seen. */
final class TerminalScript {

    static final String TEXT = """
            import fcntl, os, pty, select, struct, sys, termios, time

            pid, terminal = pty.fork()
            if pid == 0:
                os.execvp(sys.argv[1], sys.argv[1:])
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 30, 100, 0, 0))
            seen = b''

            def wait(text):
                global seen
                end = time.time() + 60
                while text not in seen:
                    if time.time() > end or not select.select([terminal], [], [], 60)[0]:
                        sys.exit('no %r in %r' % (text, seen))
                    seen += os.read(terminal, 65536)
                seen = seen[seen.index(text) + len(text):]

            wait(b'patchbay> ')
            os.write(terminal, b'patchbay:handl\\t')
            wait(b'ers ')
            os.write(terminal, b'ec\\t')
            wait(b'ho ')
            print('completed')
            os.write(terminal, b'\\r')
            wait(b'highest ranking')
            wait(b'patchbay> ')
            print('listed')
            os.write(terminal, b'events -f\\r')
            wait(b'\\n')
            # An interrupt that comes before the command has begun ends nothing, so there is one whenever nothing is shown.
            end = time.time() + 60
            while b'patchbay> ' not in seen and time.time() < end:
                if select.select([terminal], [], [], 1)[0]:
                    seen += os.read(terminal, 65536)
                else:
                    os.write(terminal, b'\\x03')
            wait(b'patchbay> ')
            print('interrupted')
            os.write(terminal, b'\\x1bOA\\x1bOA')
            wait(b'handlers')
            os.write(terminal, b'\\r')
            wait(b'highest ranking')
            wait(b'patchbay> ')
            print('remembered')
            os.write(terminal, b'\\x04')
            status = os.waitpid(pid, 0)[1]
            print('ended with %d' % os.waitstatus_to_exitcode(status))
            mode = termios.tcgetattr(terminal)[3]
            print('restored' if mode & termios.ECHO and mode & termios.ICANON else 'raw')
            """;

    private TerminalScript() {}
}
