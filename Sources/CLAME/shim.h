#ifndef LATHE_CLAME_SHIM_H
#define LATHE_CLAME_SHIM_H

#include <stdio.h>  // lame.h uses FILE without including it
#include <lame.h>

#endif
