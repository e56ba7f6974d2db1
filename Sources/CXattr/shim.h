#ifndef LATHE_CXATTR_SHIM_H
#define LATHE_CXATTR_SHIM_H

#include <sys/xattr.h>  // not among the headers of Swift's Glibc module

#endif
