#ifndef LATHE_CNATS_SHIM_H
#define LATHE_CNATS_SHIM_H

#include <nats/nats.h>

#endif
