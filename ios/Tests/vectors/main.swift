// Runs the behaviour topics of the conformance vectors through the Swift library.
//
//     vectors FOLDER
//
// Prints `TOPIC: N passed, M skipped, K failed` for each file that this door runs, and exits with 1
// when anything failed. An unknown topic or field is a failure.

import Foundation

let folder = URL(fileURLWithPath: CommandLine.arguments.dropFirst().first ?? "")
let entries = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
let files = entries.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
guard !files.isEmpty else {
    print("usage: vectors FOLDER (with .json files)")
    exit(2)
}
let failed = try files.map(runTopic).reduce(0, +)
print("\(failed) failed")
exit(failed == 0 ? 0 : 1)
