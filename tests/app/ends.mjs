// The program that serves the app: it says where, and ends when told to.
import { spawn } from 'node:child_process';
import readline from 'node:readline';
import { within } from '../pipe/lib/wait.mjs';

export async function ends(claims, program) {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    const child = spawn(process.execPath, [program, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const over = new Promise(done => child.on('exit', code => done(code)));
    const lines = readline.createInterface({ input: child.stdout });
    const address = await within('the address', new Promise(said => lines.once('line', said)));
    const page = await fetch(address);
    claims.holds('the address that it prints has the app', (await page.text()).includes('demo-ports'), address);
    // A listener that stays connected must not hold it up.
    const [, , , collector] = await ports(address);
    await fetch(`http://127.0.0.1:${collector}/events`).catch(() => {});
    child.kill(signal);
    claims.equal(`${signal} ends it cleanly`, 0, await within('its end', over, 5000));
  }
}

async function ports(address) {
  const text = await (await fetch(address)).text();
  return [new URL(address).port, .../name="demo-ports" content="([^"]*)/.exec(text)[1].split(' ')];
}
