#define _GNU_SOURCE
#include "suite.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_BATCHES = 301, MAX_THREADS = 8, MAX_PATH_LEN = 4096 };

void suite_check(int holds, const char *claim) {
    if (!holds) {
        fprintf(stderr, "not so: %s\n", claim);
        exit(EXIT_FAILURE);
    }
}

const char *suite_input(const char *name) {
    const char *folder = getenv("BENCH_INPUTS");
    suite_check(folder != NULL, "BENCH_INPUTS names the folder of the inputs");
    char path[MAX_PATH_LEN];
    snprintf(path, sizeof path, "%s/flat.tsv", folder);
    FILE *file = fopen(path, "r");
    suite_check(file != NULL, path);
    size_t name_len = strlen(name), room = 0;
    char *line = NULL, *value = NULL;
    while (value == NULL && getline(&line, &room, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, name, name_len) == 0 && line[name_len] == '\t') {
            value = strdup(line + name_len + 1);
        }
    }
    free(line);
    fclose(file);
    return value;
}

const char *suite_need(const char *name) {
    const char *value = suite_input(name);
    suite_check(value != NULL, name);
    return value;
}

static uint64_t nanoseconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* CPU time of this thread: what other processes take does not count. */
static uint64_t cpu_ns(void) { return nanoseconds(CLOCK_THREAD_CPUTIME_ID); }

static uint64_t wall_ns(void) { return nanoseconds(CLOCK_MONOTONIC); }

static int is_quick(void) { return getenv("BENCH_QUICK") != NULL; }

/* The only code whose instructions are counted (--toggle-collect=bench_ir_region). */
__attribute__((noinline)) void bench_ir_region(suite_body body, uint64_t times, void *context);
void bench_ir_region(suite_body body, uint64_t times, void *context) {
    body(times, context);
    __asm__ volatile("" ::: "memory");
}

static void print_row(const char *peer, const char *id, const char *variant, const char *figures) {
    printf("{\"peer\": \"%s\", \"lang\": \"native\", \"id\": \"%s\", \"variant\": \"%s\", "
           "\"coverage\": \"full\", \"note\": \"\"%s}\n",
           peer, id, variant, figures);
    fflush(stdout);
}

static double batch(const struct suite_case *c, uint64_t times) {
    uint64_t before = cpu_ns();
    c->body(times, c->context);
    return (double)(cpu_ns() - before) / (double)times;
}

/* Runs for a while and says how long one operation takes at best. */
static double warm(const struct suite_case *c, double batch_ns) {
    uint64_t end = wall_ns() + (is_quick() ? 5000000u : 40000000u);
    double best = 1e18;
    uint64_t times = 1;
    do {
        double one = batch(c, times);
        best = one < best ? one : best;
        times *= one * (double)times < batch_ns ? 2 : 1;
    } while (wall_ns() < end);
    return best > 0.05 ? best : 0.05;
}

static int ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void time_case(const char *peer, const struct suite_case *c) {
    double batch_ns = is_quick() ? 1e5 : 3e5, one = warm(c, batch_ns);
    uint64_t times = (uint64_t)(batch_ns / one);
    int batches = one > batch_ns ? 5 : is_quick() ? 31 : MAX_BATCHES;
    double each[MAX_BATCHES];
    for (int i = 0; i < batches; i++) {
        each[i] = batch(c, times > 0 ? times : 1);
    }
    qsort(each, (size_t)batches, sizeof *each, ascending);
    char figures[128];
    snprintf(figures, sizeof figures, ", \"ns\": %.3f, \"ns_min\": %.3f, \"ns_p90\": %.3f",
             each[batches / 2], each[0], each[batches * 9 / 10]);
    print_row(peer, c->id, c->variant, figures);
}

/* Allocations and bytes of one operation; 0 without the counting library. */
static int count(const struct suite_case *c, double one[2]) {
    enum { TIMES = 1000 };
    void (*get)(uint64_t[2]) = NULL;
    *(void **)&get = dlsym(RTLD_DEFAULT, "malloc_count_get");
    if (get == NULL) {
        return 0;
    }
    uint64_t before[2], after[2];
    c->body(64, c->context);
    get(before);
    c->body(TIMES, c->context);
    get(after);
    for (int i = 0; i < 2; i++) {
        one[i] = (double)(after[i] - before[i]) / TIMES;
    }
    return 1;
}

static void count_case(const char *peer, const struct suite_case *c) {
    double one[2];
    suite_check(count(c, one), "the counting library is preloaded");
    char figures[96];
    snprintf(figures, sizeof figures, ", \"allocs\": %.3f, \"bytes\": %.1f", one[0], one[1]);
    print_row(peer, c->id, c->variant, figures);
}

/* A case as a test: it was checked when it was made, it runs, and it keeps its bar. */
static void once(const char *peer, const struct suite_case *c) {
    double one[2] = {0, 0};
    c->body(1, c->context);
    if (count(c, one)) {
        suite_check(one[0] <= c->bar, c->variant);
    }
    print_row(peer, c->id, c->variant, "");
}

static void count_instructions(const struct suite_case *c, const char *times) {
    c->body(64, c->context);
    bench_ir_region(c->body, times != NULL ? strtoull(times, NULL, 10) : 200, c->context);
}

struct worker {
    const struct suite_threads *threads;
    pthread_barrier_t *start;
    double operations, wall, cpu;
};

static void *work(void *argument) {
    struct worker *self = argument;
    void *context = self->threads->make();
    uint64_t least = is_quick() ? 20000000u : 150000000u, operations = 0, now;
    self->threads->body(200, context);
    pthread_barrier_wait(self->start);
    uint64_t wall = wall_ns(), cpu = cpu_ns();
    do {
        self->threads->body(100, context);
        operations += 100;
        now = wall_ns();
    } while (now - wall < least);
    self->operations = (double)operations;
    self->wall = (double)(now - wall);
    self->cpu = (double)(cpu_ns() - cpu);
    return NULL;
}

static void run_threads(const struct suite *suite, int count) {
    pthread_t threads[MAX_THREADS];
    struct worker workers[MAX_THREADS];
    pthread_barrier_t start;
    pthread_barrier_init(&start, NULL, (unsigned)count);
    for (int i = 0; i < count; i++) {
        workers[i] = (struct worker){&suite->threads, &start, 0, 0, 0};
        suite_check(pthread_create(&threads[i], NULL, work, &workers[i]) == 0, "a thread starts");
    }
    double rate = 0, cpu = 0, operations = 0;
    for (int i = 0; i < count; i++) {
        pthread_join(threads[i], NULL);
        rate += workers[i].operations / workers[i].wall;
        cpu += workers[i].cpu;
        operations += workers[i].operations;
    }
    pthread_barrier_destroy(&start);
    char figures[128];
    snprintf(figures, sizeof figures, ", \"threads\": %d, \"mops\": %.6f, \"cpu_ns\": %.2f", count,
             rate * 1e3, cpu / operations);
    print_row(suite->peer, suite->threads.id, suite->threads.variant, figures);
}

static void run_cold(const struct suite *suite) {
    uint64_t before = cpu_ns(), wall = wall_ns();
    void *context = suite->cold.init();
    suite->cold.body(1, context);
    uint64_t first = cpu_ns() - before, first_wall = wall_ns() - wall;
    before = cpu_ns();
    suite->cold.body(99, context);
    double next = (double)(cpu_ns() - before) / 99;
    char figures[128];
    snprintf(figures, sizeof figures,
             ", \"first_ns\": %llu, \"first_cpu_ns\": %llu, \"next99_ns\": %.1f",
             (unsigned long long)first_wall, (unsigned long long)first, next);
    print_row(suite->peer, "W11", suite->cold.variant, figures);
}

static int run_cases(const struct suite *suite, const char *mode, const char *chosen,
                     const char *times) {
    int known = 1;
    for (int i = 0; i < suite->count && known; i++) {
        const struct suite_case *c = &suite->cases[i];
        char name[256];
        snprintf(name, sizeof name, "%s|%s", c->id, c->variant);
        if (*chosen != '\0' && strcmp(chosen, name) != 0) {
            continue;
        }
        if (strcmp(mode, "list") == 0) {
            print_row(suite->peer, c->id, c->variant, "");
        } else if (strcmp(mode, "time") == 0) {
            time_case(suite->peer, c);
        } else if (strcmp(mode, "alloc") == 0) {
            count_case(suite->peer, c);
        } else if (strcmp(mode, "once") == 0) {
            once(suite->peer, c);
        } else if (strcmp(mode, "ir") == 0) {
            count_instructions(c, times);
        } else {
            known = 0;
        }
    }
    return known;
}

int suite_main(const struct suite *suite, int argc, char **argv) {
    const char *mode = argc > 1 ? argv[1] : "list";
    if (strcmp(mode, "cold") == 0) {
        run_cold(suite);
    } else if (strcmp(mode, "threads") == 0) {
        for (int threads = 1; threads <= MAX_THREADS; threads *= 2) {
            run_threads(suite, threads);
        }
    } else if (!run_cases(suite, mode, argc > 2 ? argv[2] : "", argc > 3 ? argv[3] : NULL)) {
        fprintf(stderr, "list | time | alloc | ir CASE N | threads | cold | once\n");
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
