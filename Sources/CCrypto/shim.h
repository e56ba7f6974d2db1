#ifndef LATHE_CCRYPTO_SHIM_H
#define LATHE_CCRYPTO_SHIM_H

// The EVP interface would load providers and configuration first: 2 MB and a millisecond that no checksum needs.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#endif
