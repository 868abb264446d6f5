// Runs the snippets of the documents: node run.mjs MODULES PYTHON DOCUMENT...
//
// A block in a language without a runner is a failure: what nobody runs, rots.
import { blocks } from './blocks.mjs';
import { runners } from './runners.mjs';

const [modules, python, ...documents] = process.argv.slice(2);
const byLanguage = new Map();
for (const block of documents.flatMap(blocks)) {
  byLanguage.set(block.language, [...(byLanguage.get(block.language) ?? []), block]);
}
let failed = 0;
let passed = 0;
for (const [language, list] of byLanguage) {
  const run = runners[language];
  const problems = run ? await run(list, { modules, python }) : list.map(({ place }) => `${place}: no runner for ${language}`);
  problems.forEach(problem => console.log(`FAILED ${problem}`));
  failed += problems.length;
  passed += list.length - problems.length;
}
console.log(`snippets: ${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
