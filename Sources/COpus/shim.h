#ifndef LATHE_COPUS_SHIM_H
#define LATHE_COPUS_SHIM_H

#include <opus.h>

// opus_encoder_ctl is variadic, which Swift cannot call.
static inline int lathe_opus_set(OpusEncoder *encoder, int request, opus_int32 value) {
    return opus_encoder_ctl(encoder, request, value);
}
static inline int lathe_opus_get(OpusEncoder *encoder, int request, opus_int32 *value) {
    return opus_encoder_ctl(encoder, request, value);
}

#endif
