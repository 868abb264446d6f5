// swift-tools-version:5.9
// What apps use. `ios/Package.swift` builds the same targets on a machine without Xcode.
import PackageDescription

let package = Package(
    name: "CapacitorSpanferry",
    platforms: [.iOS(.v15)],
    products: [
        .library(name: "Spanferry", targets: ["Spanferry"]),
        // The name that Capacitor's command line makes of the npm package's.
        .library(name: "CapacitorSpanferry", targets: ["SpanferryPlugin"]),
    ],
    dependencies: [
        .package(url: "https://github.com/ionic-team/capacitor-swift-pm.git", from: "8.0.0")
    ],
    targets: [
        // Holds the clang modules CSpanferry and spanferryFFI: `cargo xtask xcframework`.
        .binaryTarget(name: "SpanferryNative", path: "ios/Spanferry.xcframework"),
        .target(
            name: "SpanferryCore", dependencies: ["SpanferryNative"], path: "bindings/swift",
            exclude: ["spanferryFFI.h", "spanferryFFI.modulemap"]),
        .target(
            name: "Spanferry", dependencies: ["SpanferryCore", "SpanferryNative"],
            path: "ios/Sources/Spanferry", resources: [.copy("PrivacyInfo.xcprivacy")]),
        .target(
            name: "SpanferryPlugin",
            dependencies: [
                "Spanferry",
                .product(name: "Capacitor", package: "capacitor-swift-pm"),
                .product(name: "Cordova", package: "capacitor-swift-pm"),
            ],
            path: "ios/Sources/SpanferryPlugin"),
    ]
)
