// swift-tools-version:5.9
// The Swift library on a machine without Xcode: the static library is found by path
// (`cargo xtask test swift` builds it and says where). Apps use the Package.swift of the repository's root.
import PackageDescription

let strict: [SwiftSetting] = [.unsafeFlags(["-swift-version", "6", "-warnings-as-errors"])]

let package = Package(
    name: "SpanferryLibrary",
    products: [
        .library(name: "Spanferry", targets: ["Spanferry"]),
        .library(name: "CapacitorSpanferry", targets: ["SpanferryPlugin"]),
    ],
    targets: [
        .systemLibrary(name: "CSpanferry", path: "linux/CSpanferry"),
        .systemLibrary(name: "spanferryFFI", path: "linux/spanferryFFI"),
        .target(
            name: "SpanferryCore", dependencies: ["spanferryFFI"],
            exclude: ["spanferryFFI.h", "spanferryFFI.modulemap"],
            swiftSettings: [.unsafeFlags(["-swift-version", "6"])]),
        .target(
            name: "Spanferry", dependencies: ["SpanferryCore", "CSpanferry"],
            resources: [.copy("PrivacyInfo.xcprivacy")], swiftSettings: strict),
        // Stands for Capacitor's own module, which needs UIKit and WebKit.
        .target(name: "Capacitor", path: "linux/Capacitor"),
        .target(name: "SpanferryPlugin", dependencies: ["Spanferry", "Capacitor"], swiftSettings: strict),
        .testTarget(
            name: "SpanferryPluginTests", dependencies: ["SpanferryPlugin", "Capacitor"],
            swiftSettings: strict),
        .testTarget(
            name: "SpanferryTests", dependencies: ["Spanferry", "CSpanferry"], swiftSettings: strict),
        .executableTarget(
            name: "planted", dependencies: ["CSpanferry"], path: "Tests/planted", swiftSettings: strict),
        .executableTarget(
            name: "sdkclient", dependencies: ["Spanferry"], path: "Tests/sdk", swiftSettings: strict),
        .executableTarget(
            name: "vectors", dependencies: ["Spanferry"], path: "Tests/vectors", swiftSettings: strict),
    ]
)
