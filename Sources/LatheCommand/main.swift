import Glibc

exit(LatheTool.main(CommandLine.arguments).code)
