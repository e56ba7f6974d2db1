#ifndef LATHE_CFFMPEG_SHIM_H
#define LATHE_CFFMPEG_SHIM_H

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libavutil/log.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>

// Every major is tested before it is let in: encoders change their delay and options between majors, and a package
// that is exact with one may be off by a frame with the next.
#if LIBAVCODEC_VERSION_MAJOR != 59
#error "Lathe is tested with FFmpeg 5.1 (libavcodec 59), as Debian 12 has it. Install that, or test this major and add it here."
#endif

// Macros with a cast or a function call in them are not imported into Swift.
static const int LATHE_AVERROR_EOF = AVERROR_EOF;
static const int LATHE_AVERROR_EAGAIN = AVERROR(EAGAIN);
static const int LATHE_AVERROR_EIO = AVERROR(EIO);
static const int LATHE_AVERROR_INVALIDDATA = AVERROR_INVALIDDATA;
static const int64_t LATHE_AV_NOPTS_VALUE = AV_NOPTS_VALUE;

#endif
