#ifndef LATHE_CFLAC_SHIM_H
#define LATHE_CFLAC_SHIM_H

#include <FLAC/stream_decoder.h>
#include <FLAC/stream_encoder.h>
#include <FLAC/metadata.h>
// A mutable global of the library, which Swift 6 will not read.
static inline const char *lathe_flac_version(void) { return FLAC__VERSION_STRING; }

// An array of strings, indexed by state.
static inline const char *lathe_flac_encoder_state(FLAC__StreamEncoderState state) {
    return FLAC__StreamEncoderStateString[state];
}

#endif
