#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The monotonic clock of the tracer, in milliseconds; it goes on while the device sleeps, because a
/// trace must not survive a night in the background.
///
/// `clock_gettime` is not among the functions for which Apple wants a reason in the privacy manifest
/// (`systemUptime` and `mach_absolute_time` are), and it is there on every iOS that we support.
enum Clock {
    static func nowMs() -> UInt64 {
        #if canImport(Darwin)
        // Darwin's monotonic clock counts sleep; Linux has another name for that.
        let clock = CLOCK_MONOTONIC
        #else
        let clock = CLOCK_BOOTTIME
        #endif
        var time = timespec()
        guard clock_gettime(clock, &time) == 0 else { return 0 }
        return UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
    }
}
