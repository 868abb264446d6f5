/*
 * The cases of a C benchmark program, and what its command line does with them: the protocol of
 * ../README.md. A case loops by itself, so that no call stands between its operations.
 */
#ifndef SUITE_H
#define SUITE_H

#include <stdint.h>

typedef void (*suite_body)(uint64_t times, void *context);

/* One workload by one entry point. */
struct suite_case {
    const char *id;
    const char *variant;
    suite_body body;
    void *context;
    double bar; /* the most allocations of one operation */
};

/* A workload from several threads; each calls `make` for a context of its own. */
struct suite_threads {
    const char *id;
    const char *variant;
    suite_body body;
    void *(*make)(void);
};

/* The first calls of a process: `body` with one operation, started by `init`. */
struct suite_cold {
    const char *variant;
    void *(*init)(void);
    suite_body body;
};

struct suite {
    const char *peer;
    const struct suite_case *cases;
    int count;
    struct suite_threads threads;
    struct suite_cold cold;
};

/* Does what the command line says; the exit status. */
int suite_main(const struct suite *suite, int argc, char **argv);

/* The value of a name in flat.tsv of the folder BENCH_INPUTS; NULL if there is none. Never freed. */
const char *suite_input(const char *name);

/* The same, for a name that must be there. */
const char *suite_need(const char *name);

/* Ends the program with a message unless `holds`. */
void suite_check(int holds, const char *claim);

#endif
