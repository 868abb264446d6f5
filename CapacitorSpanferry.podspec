require 'json'

package = JSON.parse(File.read(File.join(__dir__, 'package.json')))

# For apps that still use CocoaPods: everything is one module here, CapacitorSpanferry.
Pod::Spec.new do |s|
  s.name = 'CapacitorSpanferry'
  s.version = package['version']
  s.summary = package['description']
  s.license = package['license']
  s.author = package['author']
  s.ios.deployment_target = '15.0'
  s.swift_version = '5.9'
  s.source_files = [
    'bindings/swift/*.swift',
    'ios/Sources/Spanferry/*.swift',
    'ios/Sources/SpanferryPlugin/*.swift'
  ]
  s.resource_bundles = { 'CapacitorSpanferry' => ['ios/Sources/Spanferry/PrivacyInfo.xcprivacy'] }
  # Holds the clang modules CSpanferry and spanferryFFI: `cargo xtask xcframework`.
  s.vendored_frameworks = 'ios/Spanferry.xcframework'
  s.pod_target_xcconfig = { 'SWIFT_INCLUDE_PATHS' => '"${PODS_XCFRAMEWORKS_BUILD_DIR}/CapacitorSpanferry/Headers"' }
  s.dependency 'Capacitor'
end
