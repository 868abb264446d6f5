/* To be preloaded (LD_PRELOAD): counts the calls that hand out memory, and the bytes they ask for.
 * Programs read the counts with malloc_count_get. glibc only, for its names of the real functions. */
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static _Atomic uint64_t calls;
static _Atomic uint64_t bytes;

static void note(size_t size) {
    calls++;
    bytes += size;
}

void malloc_count_get(uint64_t counts[2]) {
    counts[0] = calls;
    counts[1] = bytes;
}

void *malloc(size_t size) {
    note(size);
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    note(count * size);
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
    note(size);
    return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
    note(size);
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    return memalign(alignment, size);
}

int posix_memalign(void **place, size_t alignment, size_t size) {
    void *memory = memalign(alignment, size);
    if (!memory) {
        return ENOMEM;
    }
    *place = memory;
    return 0;
}
