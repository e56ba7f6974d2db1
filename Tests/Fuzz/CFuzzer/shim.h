#ifndef LATHE_CFUZZER_SHIM_H
#define LATHE_CFUZZER_SHIM_H

#include <stddef.h>
#include <stdint.h>

// libFuzzer as a library; its own header comes with clang only.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test_one_input)(const uint8_t *data, size_t size));

#endif
