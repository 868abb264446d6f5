// The page's script on standard input, in Node: a process for each run, so that nothing else is compiled.
import { text } from "node:stream/consumers";

globalThis.window = globalThis;
globalThis.location = new URL("https://localhost/");
(0, eval)(await text(process.stdin));
const { same, inSpan, afterSpan } = window.pipe;
console.log(JSON.stringify({ same: same(), inSpan: inSpan(), afterSpan: afterSpan() }));
// The SDK's timers would keep the process.
process.exit();
