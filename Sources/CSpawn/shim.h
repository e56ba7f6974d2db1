#ifndef LATHE_CSPAWN_SHIM_H
#define LATHE_CSPAWN_SHIM_H

#include <spawn.h>

// glibc declares it under _GNU_SOURCE only, which Swift's Glibc module is built without.
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

#endif
