//! CPU time of this thread, and the allocations that a preloaded library counts.

/// CPU time of this thread in nanoseconds: what other processes take does not count.
pub fn cpu_ns() -> u64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    #[expect(unsafe_code, reason = "std has no clock of a thread")]
    // SAFETY: `time` is valid for writing during the call, which keeps no pointer to it.
    let failed = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    assert_eq!(failed, 0, "this system has no clock of a thread");
    let (seconds, nanoseconds) = (time.tv_sec.unsigned_abs(), time.tv_nsec.unsigned_abs());
    #[allow(clippy::useless_conversion, reason = "32 bits wide on some systems")]
    (u64::from(seconds) * 1_000_000_000 + u64::from(nanoseconds))
}

/// Allocations so far, and the bytes asked for; `None` without the counter.
///
/// `benches/count_allocations.c` is the counter: a library to preload, so that the same program is
/// timed without it.
pub fn allocations() -> Option<[u64; 2]> {
    type Get = unsafe extern "C" fn(*mut u64);
    let mut counts = [0; 2];
    #[expect(unsafe_code, reason = "the counter is there or not at run time")]
    // SAFETY: the name is a C string. The library that exports this name declares it as `Get`, and
    // writes the two numbers for which there is room.
    unsafe {
        let symbol = libc::dlsym(libc::RTLD_DEFAULT, c"malloc_count_get".as_ptr());
        if symbol.is_null() {
            return None;
        }
        std::mem::transmute::<*mut libc::c_void, Get>(symbol)(counts.as_mut_ptr());
    }
    Some(counts)
}

/// The only code whose instructions are counted (`--toggle-collect=bench_ir_region`).
#[expect(unsafe_code, reason = "valgrind finds the region by its name")]
// SAFETY: no other symbol of these programs has this name.
#[unsafe(no_mangle)]
#[inline(never)]
pub fn bench_ir_region(body: &mut dyn FnMut(u64), times: u64) {
    body(times);
    std::hint::black_box(times);
}
