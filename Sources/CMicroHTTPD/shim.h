#ifndef LATHE_CMICROHTTPD_SHIM_H
#define LATHE_CMICROHTTPD_SHIM_H

#include <microhttpd.h>
#include <stddef.h>
#include <stdint.h>

// Swift calls no variadic functions: here they get their arguments one by one.

struct lathe_mhd_callbacks {
    MHD_AcceptPolicyCallback accept;
    MHD_AccessHandlerCallback access;
    void *(*target)(void *context, const char *target, struct MHD_Connection *connection);
    size_t (*unescape)(void *context, struct MHD_Connection *connection, char *text);
    MHD_RequestCompletedCallback completed;
    MHD_NotifyConnectionCallback connection;
};

/// Every callback gets the context. A pool of one thread is none to the library.
static inline struct MHD_Daemon *lathe_mhd_start(
    int socket, unsigned int threads, size_t connection_memory, unsigned int connection_limit,
    const struct lathe_mhd_callbacks *callbacks, void *context)
{
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_LISTEN_SOCKET, socket, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)connection_memory, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)connection_limit, NULL},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)callbacks->target, context},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)callbacks->unescape, context},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)callbacks->completed, context},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)callbacks->connection, context},
        {threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, callbacks->accept, context, callbacks->access,
        context, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

static inline int lathe_mhd_socket(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

static inline const struct sockaddr *lathe_mhd_address(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info ? info->client_addr : NULL;
}

static inline void *lathe_mhd_socket_context(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/// The bytes from the method to the empty line's end.
static inline size_t lathe_mhd_head_size(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info ? info->header_size : 0;
}

// Macros that Swift does not import.
static const uint64_t LATHE_MHD_SIZE_UNKNOWN = MHD_SIZE_UNKNOWN;
static const ssize_t LATHE_MHD_END_OF_STREAM = MHD_CONTENT_READER_END_OF_STREAM;
static const ssize_t LATHE_MHD_END_WITH_ERROR = MHD_CONTENT_READER_END_WITH_ERROR;

#endif
