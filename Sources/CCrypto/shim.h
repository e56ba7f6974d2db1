#ifndef LATHE_CCRYPTO_SHIM_H
#define LATHE_CCRYPTO_SHIM_H

#include <openssl/evp.h>

#endif
