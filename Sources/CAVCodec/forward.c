// libavcodec is not linked but loaded at the first call: Debian's brings seventy libraries along, half of the start and
// of the memory of commands that neither encode AAC nor decode PCM. Each function that Lathe calls is defined here and
// goes on to the library's own; where there is no library, it does what its documentation calls failing.

#include <dlfcn.h>
#include <libavcodec/avcodec.h>

static void *find(const char *name) {
    // The loader counts: opening again is finding again.
    void *library = dlopen("libavcodec.so." AV_STRINGIFY(LIBAVCODEC_VERSION_MAJOR), RTLD_NOW | RTLD_LOCAL);
    return library ? dlsym(library, name) : NULL;
}

// Two threads may look a function up at once and find the same.
#define FORWARD(result, name, parameters, arguments, failure)             \
    result name parameters {                                              \
        static __typeof__(&name) known;                                   \
        __typeof__(&name) function = __atomic_load_n(&known, __ATOMIC_RELAXED); \
        if (!function) {                                                  \
            function = (__typeof__(&name))find(#name);                    \
            if (!function) return failure;                                \
            __atomic_store_n(&known, function, __ATOMIC_RELAXED);         \
        }                                                                 \
        return function arguments;                                        \
    }

FORWARD(unsigned, avcodec_version, (void), (), 0)
FORWARD(const AVCodec *, avcodec_find_encoder_by_name, (const char *name), (name), NULL)
FORWARD(const AVCodec *, avcodec_find_decoder_by_name, (const char *name), (name), NULL)
FORWARD(const char *, avcodec_get_name, (enum AVCodecID id), (id), "unknown")
FORWARD(int, av_get_bits_per_sample, (enum AVCodecID id), (id), 0)

FORWARD(AVCodecContext *, avcodec_alloc_context3, (const AVCodec *codec), (codec), NULL)
FORWARD(void, avcodec_free_context, (AVCodecContext **context), (context), )
FORWARD(int, avcodec_open2, (AVCodecContext *context, const AVCodec *codec, AVDictionary **options),
        (context, codec, options), AVERROR(ENOSYS))
FORWARD(int, avcodec_send_frame, (AVCodecContext *context, const AVFrame *frame), (context, frame), AVERROR(ENOSYS))
FORWARD(int, avcodec_receive_packet, (AVCodecContext *context, AVPacket *packet), (context, packet), AVERROR(ENOSYS))
FORWARD(int, avcodec_send_packet, (AVCodecContext *context, const AVPacket *packet), (context, packet), AVERROR(ENOSYS))
FORWARD(int, avcodec_receive_frame, (AVCodecContext *context, AVFrame *frame), (context, frame), AVERROR(ENOSYS))

FORWARD(AVPacket *, av_packet_alloc, (void), (), NULL)
FORWARD(void, av_packet_free, (AVPacket **packet), (packet), )
FORWARD(void, av_packet_unref, (AVPacket *packet), (packet), )
FORWARD(void, av_shrink_packet, (AVPacket *packet, int size), (packet, size), )
