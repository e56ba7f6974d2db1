#ifndef LATHE_CEBUR128_SHIM_H
#define LATHE_CEBUR128_SHIM_H

#include <ebur128.h>

#endif
