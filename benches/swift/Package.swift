// swift-tools-version:5.9
// The Swift library as `ios/Package.swift` has it, with a program that times it and the bindings of a
// library that does no work. `cargo xtask bench swift` puts the folders together.
import PackageDescription

let strict: [SwiftSetting] = [.unsafeFlags(["-swift-version", "6", "-warnings-as-errors"])]
let generated: [SwiftSetting] = [.unsafeFlags(["-swift-version", "6"])]

let package = Package(
    name: "SpanferryBench",
    targets: [
        .systemLibrary(name: "CSpanferry", path: "linux/CSpanferry"),
        .systemLibrary(name: "spanferryFFI", path: "linux/spanferryFFI"),
        .systemLibrary(name: "limitFFI", path: "limit/ffi"),
        .target(
            name: "SpanferryCore", dependencies: ["spanferryFFI"],
            exclude: ["spanferryFFI.h", "spanferryFFI.modulemap"], swiftSettings: generated),
        .target(
            name: "Limit", dependencies: ["limitFFI"], path: "limit/swift", swiftSettings: generated,
            linkerSettings: [.linkedLibrary("spanferry_limit")]),
        .target(
            name: "Spanferry", dependencies: ["SpanferryCore", "CSpanferry"],
            resources: [.copy("PrivacyInfo.xcprivacy")], swiftSettings: strict),
        .executableTarget(
            name: "bench", dependencies: ["Spanferry", "CSpanferry", "Limit"], path: "bench",
            swiftSettings: strict),
    ]
)
