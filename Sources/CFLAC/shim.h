#ifndef LATHE_CFLAC_SHIM_H
#define LATHE_CFLAC_SHIM_H

#include <FLAC/stream_decoder.h>
#include <FLAC/metadata.h>
// A mutable global of the library, which Swift 6 will not read.
static inline const char *lathe_flac_version(void) { return FLAC__VERSION_STRING; }

#endif
