#ifndef LATHE_CCRYPTO_SHIM_H
#define LATHE_CCRYPTO_SHIM_H

// For plain checksums: the EVP interface would load providers and configuration first, 2 MB and a millisecond that no
// checksum needs.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/md5.h>
#include <openssl/sha.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#endif
