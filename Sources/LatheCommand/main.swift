import Glibc

// Not `exit`: it frees what OpenSSL's other users still use, a thread that closes its connection to PostgreSQL, say.
_exit(LatheTool.main(CommandLine.arguments).code)
