#ifndef LATHE_CPOSTGRESQL_SHIM_H
#define LATHE_CPOSTGRESQL_SHIM_H

#include <libpq-fe.h>

// Macros over character literals, which Swift does not import.
static const int LATHE_PG_DIAG_SQLSTATE = PG_DIAG_SQLSTATE;
static const int LATHE_PG_DIAG_MESSAGE_PRIMARY = PG_DIAG_MESSAGE_PRIMARY;
static const int LATHE_PG_DIAG_TABLE_NAME = PG_DIAG_TABLE_NAME;
static const int LATHE_PG_DIAG_COLUMN_NAME = PG_DIAG_COLUMN_NAME;
static const int LATHE_PG_DIAG_CONSTRAINT_NAME = PG_DIAG_CONSTRAINT_NAME;

#endif
