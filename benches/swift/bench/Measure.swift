import Glibc

/// CPU time of this thread in nanoseconds: what other processes take does not count.
private func cpuNs() -> Double {
    var time = timespec()
    precondition(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

/// The lowest time of a call over batches of calls, because other work on the machine only adds time.
func lowest(batches: Int, calls: Int, _ call: (Int) -> Void) -> Double {
    let times = (0..<batches).map { _ in
        let start = cpuNs()
        for turn in 0..<calls { call(turn) }
        return (cpuNs() - start) / Double(calls)
    }
    return times.min() ?? .nan
}
