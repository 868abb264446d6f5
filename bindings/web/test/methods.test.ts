// One plugin in three languages: a method that one of them lacks is never answered.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** What stands in the first group of each match. */
const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name).sort();

const definitions = readFileSync('bindings/web/src/definitions.ts', 'utf8').split('interface SpanferryPlugin ')[1];
const kotlin = readFileSync('android/src/main/kotlin/dev/spanferry/capacitor/SpanferryPlugin.kt', 'utf8');
const swift = readFileSync('ios/Sources/SpanferryPlugin/SpanferryPlugin.swift', 'utf8');

/** Capacitor's own classes have those for listeners. */
const wanted = names(definitions, /^ {2}(\w+)\(/gm).filter(
  (name, place, all) => !/listener/i.test(name) && all.indexOf(name) === place,
);

test('the definitions have methods, and each once', () => {
  expect(wanted.length).toBeGreaterThanOrEqual(15);
});

test('the Kotlin plugin has the methods of the definitions letter for letter', () => {
  expect(names(kotlin, /@PluginMethod\s+fun (\w+)\(/g)).toEqual(wanted);
});

test('the Swift plugin has them, and tells Capacitor so', () => {
  expect(names(swift, /public func (\w+)\(_ call: CAPPluginCall\)/g)).toEqual(wanted);
  expect(names(swift, /CAPPluginMethod\(name: "(\w+)"/g)).toEqual(wanted);
});

test('each method of the Swift plugin calls the one of its name', () => {
  for (const [, name, called] of swift.matchAll(
    /func (\w+)\(_ call: CAPPluginCall\) \{ answer\(call, PluginLogic\.(\w+)\) \}/g,
  )) {
    expect(called).toBe(name);
  }
});

test('all have the event of the definitions, and the plugin one name', () => {
  expect(definitions).toContain("addListener(eventName: 'change'");
  for (const native of [kotlin, swift]) expect(native).toContain('notifyListeners("change",');
  expect(names(kotlin, /@CapacitorPlugin\(name = "(\w+)"\)/g)).toEqual(['Spanferry']);
  expect(names(swift, /jsName = "(\w+)"/g)).toEqual(['Spanferry']);
});

test("of the Swift classes Capacitor's command line registers the plugin alone", () => {
  const files = readdirSync('ios', { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.swift'));
  // Its own rule: the first such name of each file.
  const found = files.flatMap(
    file => /@objc\(([A-Za-z0-9_-]+)\)/.exec(readFileSync(join('ios', file), 'utf8'))?.[1] ?? [],
  );
  expect(found).toEqual(['SpanferryPlugin']);
});
