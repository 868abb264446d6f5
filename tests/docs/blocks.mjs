// The fenced blocks of the documents.
import { readFileSync } from 'node:fs';

/** Every block with its language, text and place. */
export function blocks(file) {
  const found = [];
  let open;
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((line, at) => {
      const fence = /^( *)```(\w*)\s*$/.exec(line);
      if (!fence) return open?.lines.push(line.slice(open.indent));
      if (open) {
        found.push({ language: open.language, text: `${open.lines.join('\n')}\n`, place: `${file}:${open.at}` });
        open = undefined;
      } else open = { language: fence[2] || 'none', indent: fence[1].length, lines: [], at: at + 1 };
    });
  if (open) throw new Error(`${file}:${open.at}: a block that never ends`);
  return found;
}
