"""An AWS emulator on loopback: moto with this project's corrections. `python emulator/server --help` tells the options.

One line of JSON on standard output says that it is ready: {"endpoint": "http://127.0.0.1:PORT", "pid": PID}.
Everything else goes to the log.
"""

import argparse
import json
import logging
import os
import signal
import socket
import sys
import threading

EXIT_PORT_TAKEN = 3


def main() -> int:
    options = parse_arguments()
    if options.list_corrected_types:
        import corrections

        print(json.dumps(corrections.corrected_types(), indent=2))
        return 0

    # The port is bound before anything else, so that nobody can take it while moto loads (about a second).
    try:
        listener = bind(options.port)
    except OSError as error:
        print(f"cannot listen on 127.0.0.1:{options.port}: {error.strerror}", file=sys.stderr)
        return EXIT_PORT_TAKEN
    port = listener.getsockname()[1]
    ready_line = os.dup(1)
    send_output_to(options.log)

    # Both are read by moto as it is imported: its own port, for calls from one service to another, and the
    # managed policies of IAM, which stock moto leaves out.
    os.environ["MOTO_PORT"] = str(port)
    os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
    from werkzeug import serving

    from application import create_application

    serving._log_add_style = False  # a log file needs no colours
    server = serving.make_server("127.0.0.1", port, create_application(), threaded=True, fd=listener.fileno())
    # A request under way must not keep the process alive after it was told to end.
    server.daemon_threads = True

    def stop(*_: object) -> None:
        # shutdown() waits for the serving loop, which runs in this very thread: ask from another one.
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if options.exit_with_parent:
        threading.Thread(target=stop_at_end_of_input, args=(stop,), daemon=True).start()

    os.write(ready_line, (json.dumps({"endpoint": f"http://127.0.0.1:{port}", "pid": os.getpid()}) + "\n").encode())
    os.close(ready_line)
    server.serve_forever()
    return 0


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python emulator/server", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0, the default, takes a free one")
    parser.add_argument("--log", metavar="FILE", help="append requests and errors to FILE (default: standard error)")
    parser.add_argument(
        "--exit-with-parent",
        action="store_true",
        help="end as soon as standard input does: the kernel closes that pipe however the parent died",
    )
    parser.add_argument(
        "--list-corrected-types",
        action="store_true",
        help="print which Terraform resource types need a correction of ours, and which file holds it, as JSON",
    )
    return parser.parse_args()


def bind(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # Without this a port just used stays unusable for a minute; it does not allow two listeners at once.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(128)
    return listener


def send_output_to(log: str | None) -> None:
    """Point this process's output at the log: moto prints and logs wherever it likes."""
    if log:
        file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(file, 2)
        os.close(file)
    os.dup2(2, 1)
    logging.basicConfig(level=logging.INFO if log else logging.WARNING, format="%(asctime)s %(name)s %(message)s")


def stop_at_end_of_input(stop) -> None:
    while os.read(0, 4096):
        pass
    stop()


if __name__ == "__main__":
    sys.exit(main())
