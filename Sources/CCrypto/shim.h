#ifndef LATHE_CCRYPTO_SHIM_H
#define LATHE_CCRYPTO_SHIM_H

// For plain checksums: the EVP interface would load providers and configuration first, 2 MB and a millisecond that no
// checksum needs.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/md5.h>
#include <openssl/sha.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#endif
