"""A proxy before PostgreSQL that loses the replies to commits: lose-commits.py PORT UPSTREAM_PORT TEXT TIMES

A transaction in whose statements TEXT occurs is committed by the server, and its connection is cut before the client
hears of it; so many times. Each makes one line of standard output.
"""
import socket
import sys
import threading

port, upstream_port, text, times = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3].encode(), int(sys.argv[4])
lock = threading.Lock()


def may_lose():
    global times
    with lock:
        times -= 1
        return times >= 0


def copy(source, target, state, is_reply):
    try:
        while piece := source.recv(65536):
            if is_reply:
                # The server's own word that it has committed: the tag of a CommandComplete message.
                if state["doomed"] and b"COMMIT\0" in piece:
                    print("lost", flush=True)
                    break
            else:
                state["fits"] = state["fits"] or text in piece
                if state["fits"] and b"COMMIT" in piece:
                    state["fits"] = False
                    state["doomed"] = may_lose()
            target.sendall(piece)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def serve(client):
    with socket.create_connection(("127.0.0.1", upstream_port)) as server:
        state = {"fits": False, "doomed": False}
        back = threading.Thread(target=copy, args=(server, client, state, True), daemon=True)
        back.start()
        copy(client, server, state, False)
        back.join()
    client.close()


listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", port))
listener.listen(64)
while True:
    connection, _ = listener.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
