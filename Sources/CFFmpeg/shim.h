#ifndef LATHE_CFFMPEG_SHIM_H
#define LATHE_CFFMPEG_SHIM_H

#include <dlfcn.h>
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libavutil/log.h>
#include <libavutil/opt.h>
#include <libavutil/tx.h>
#include <libswresample/swresample.h>
#include <stdbool.h>

// Every major is tested before it is let in: encoders change their delay and options between majors, and a package
// that is exact with one may be off by a frame with the next.
#if LIBAVCODEC_VERSION_MAJOR != 59 && LIBAVCODEC_VERSION_MAJOR != 61
#error "Lathe is tested with FFmpeg 5.1 (libavcodec 59: Debian 12) and 7.1 (61: Debian 13). Install one of these, or test this major and add it here."
#endif

// Macros with a cast or a function call in them are not imported into Swift.
static const int LATHE_AVERROR_EOF = AVERROR_EOF;
static const int LATHE_AVERROR_EAGAIN = AVERROR(EAGAIN);
static const int LATHE_AVERROR_EIO = AVERROR(EIO);
static const int LATHE_AVERROR_INVALIDDATA = AVERROR_INVALIDDATA;
static const int64_t LATHE_AV_NOPTS_VALUE = AV_NOPTS_VALUE;

// libavformat is not linked but loaded when a master needs it: Debian's brings some seventy libraries along, a third of
// the start and 8 MB, and FLAC needs none of them.
struct lathe_avformat {
    __typeof__(&avformat_version) version;
    __typeof__(&av_find_input_format) find_input_format;
    __typeof__(&avformat_alloc_context) alloc_context;
    __typeof__(&avformat_open_input) open_input;
    __typeof__(&av_read_frame) read_frame;
    __typeof__(&avformat_close_input) close_input;
    __typeof__(&avio_alloc_context) io_alloc_context;
    __typeof__(&avio_context_free) io_context_free;
};

// Fills the table; false when the library, or a function of it, is not there.
static inline bool lathe_load_avformat(struct lathe_avformat *functions) {
    void *library = dlopen("libavformat.so." AV_STRINGIFY(LIBAVFORMAT_VERSION_MAJOR), RTLD_NOW | RTLD_LOCAL);
    if (!library) return false;
    void **slots[] = {
        (void **)&functions->version, (void **)&functions->find_input_format, (void **)&functions->alloc_context,
        (void **)&functions->open_input, (void **)&functions->read_frame, (void **)&functions->close_input,
        (void **)&functions->io_alloc_context, (void **)&functions->io_context_free,
    };
    static const char *const names[] = {
        "avformat_version", "av_find_input_format", "avformat_alloc_context", "avformat_open_input", "av_read_frame",
        "avformat_close_input", "avio_alloc_context", "avio_context_free",
    };
    for (size_t index = 0; index < sizeof names / sizeof *names; index++)
        if (!(*slots[index] = dlsym(library, names[index]))) return false;
    return true;
}

#endif
