// Draws what `run.mjs trace --out FILE` kept: node draw.mjs FILE PICTURE
import fs from "node:fs";
import path from "node:path";
import { nodes } from "../lib/envelopes.mjs";
import { svg } from "./svg.mjs";

const [kept, picture] = process.argv.slice(2);
const { envelopes, names, traceId } = JSON.parse(fs.readFileSync(kept, "utf8"));
fs.mkdirSync(path.dirname(picture), { recursive: true });
fs.writeFileSync(picture, svg(nodes(envelopes), names, traceId));
