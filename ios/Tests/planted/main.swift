// Does something wrong on purpose, so that a sanitizer is seen to notice it, in Swift and in the
// library, which is to be built with the same sanitizer.
//
//     planted race-in-swift | race-in-library | freed-in-swift | freed-in-library

import CSpanferry
import Foundation
import Synchronization

/// How many threads have begun; counted without an order, which would be one of what they do.
let begun = Atomic(0)

/// Does something on two threads, on the first until the second does it too: a sanitizer may forget what
/// threads did that have ended.
func twice(_ body: @escaping @Sendable () -> Void) {
    let threads = (0..<2).map { _ in
        Thread {
            body()
            begun.add(1, ordering: .relaxed)
            while begun.load(ordering: .relaxed) < 2 { body() }
            for _ in 0..<20_000 { body() }
        }
    }
    for thread in threads { thread.start() }
    while !threads.allSatisfy(\.isFinished) { Thread.sleep(forTimeInterval: 0.01) }
}

/// A pointer that is used against the rules.
struct Misused<Pointer>: @unchecked Sendable {
    let pointer: Pointer
}

switch CommandLine.arguments.last {
case "race-in-swift":
    let counter = Misused(pointer: UnsafeMutablePointer<Int>.allocate(capacity: 1))
    twice { counter.pointer.pointee += 1 }
case "race-in-library":
    // Options belong to one thread at a time.
    let options = Misused(pointer: spanferry_options_new())
    twice {
        spanferry_options_set_flag(options.pointer, SPANFERRY_OPTION_PROPAGATE_TRACEPARENT.rawValue, true)
    }
case "freed-in-swift":
    let number = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    number.initialize(to: 1)
    number.deallocate()
    print(number.pointee)
case "freed-in-library":
    let options = spanferry_options_new()
    spanferry_options_free(options)
    _ = spanferry_options_set_flag(options, SPANFERRY_OPTION_PROPAGATE_TRACEPARENT.rawValue, true)
default:
    print("which?")
    exit(2)
}
