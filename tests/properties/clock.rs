//! The time that a thread has run, where the system tells: the work of others is not in it.

use std::time::Duration;

/// How long `call` took.
pub(crate) fn spent_on(call: impl FnOnce()) -> Duration {
    let started = system::now();
    call();
    system::now().saturating_sub(started)
}

#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
mod system {
    use std::ffi::{c_int, c_long};
    use std::time::Duration;

    #[repr(C)]
    struct Timespec {
        seconds: c_long,
        nanoseconds: c_long,
    }

    const CLOCK_THREAD_CPUTIME_ID: c_int = 3;

    #[expect(unsafe_code, reason = "std does not tell a thread's own time")]
    // SAFETY: as in POSIX, on a system whose two fields are as wide as a register.
    unsafe extern "C" {
        fn clock_gettime(clock: c_int, time: *mut Timespec) -> c_int;
    }

    pub(super) fn now() -> Duration {
        let mut time = Timespec {
            seconds: 0,
            nanoseconds: 0,
        };
        #[expect(unsafe_code, reason = "as above")]
        // SAFETY: the place outlives the call.
        let status = unsafe { clock_gettime(CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
        assert_eq!(status, 0);
        let whole = Duration::from_secs(time.seconds.unsigned_abs());
        whole + Duration::from_nanos(time.nanoseconds.unsigned_abs())
    }
}

#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
mod system {
    use std::sync::LazyLock;
    use std::time::{Duration, Instant};

    static START: LazyLock<Instant> = LazyLock::new(Instant::now);

    pub(super) fn now() -> Duration {
        START.elapsed()
    }
}

#[test]
fn sleeping_is_not_spent() {
    let spent = spent_on(|| std::thread::sleep(Duration::from_millis(30)));
    let tells = cfg!(all(target_os = "linux", target_pointer_width = "64"));
    assert!(!tells || spent < Duration::from_millis(20));
    let spent = spent_on(|| assert_eq!((0..400_000_u64).map(|n| n ^ 1).max(), Some(399_999)));
    assert!(spent > Duration::ZERO);
}
