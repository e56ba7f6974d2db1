#ifndef LATHE_CLINUX_SHIM_H
#define LATHE_CLINUX_SHIM_H

// glibc declares these under _GNU_SOURCE only, which Swift's Glibc module is built without.
int renameat2(int old_directory, const char *old_path, int new_directory, const char *new_path, unsigned int flags);
static const unsigned int LATHE_RENAME_EXCHANGE = 1u << 1;

#endif
