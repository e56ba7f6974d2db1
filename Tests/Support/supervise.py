"""Runs a server in the working directory until its own input ends, which the kernel closes with the last holder.

Not a shell: a test may start this with SIGCHLD blocked, and shells then wait forever.
"""
import os
import shutil
import subprocess
import sys

with open("log", "wb") as log:
    server = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
sys.stdin.buffer.read()
server.kill()
server.wait()
shutil.rmtree(os.getcwd(), ignore_errors=True)
