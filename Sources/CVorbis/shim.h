#ifndef LATHE_CVORBIS_SHIM_H
#define LATHE_CVORBIS_SHIM_H

#include <vorbis/codec.h>
#include <vorbis/vorbisenc.h>
#include <ogg/ogg.h>

#endif
