// Runs the topics that the page decides itself; prints one line for each, as every door does.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Skipped, expectation, known } from './case.mjs';
import * as topics from './topics.mjs';

const folder = process.argv[2];
let failures = 0;
for (const [name, check] of Object.entries(topics)) {
  const file = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  known(file, 'topic', 'produced_by', 'schema', 'cases');
  const counts = { passed: 0, skipped: 0, failed: 0 };
  for (const test of file.cases) {
    try {
      await check(test, expectation(test));
      counts.passed++;
    } catch (error) {
      if (error instanceof Skipped) counts.skipped++;
      else {
        counts.failed++;
        console.error(`${name}: ${test.name}: ${error.message}`);
      }
    }
  }
  failures += counts.failed;
  console.log(`${name}: ${counts.passed} passed, ${counts.skipped} skipped, ${counts.failed} failed`);
}
process.exit(failures ? 1 : 0);
