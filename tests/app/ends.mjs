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
    const { code, said } = await again(program, new URL(address).port);
    const what = said.includes('is in use') && said.includes('--port') && !said.includes('at ');
    claims.holds('started again on that port, it says what to do, in one line', code === 1 && what, said);
    // A listener that stays connected must not hold it up.
    const [, , , collector] = await ports(address);
    await fetch(`http://127.0.0.1:${collector}/events`).catch(() => {});
    child.kill(signal);
    claims.equal(`${signal} ends it cleanly`, 0, await within('its end', over, 5000));
  }
}

/** Starts the program on a port that is taken; gives how it ended and what it said of it. */
async function again(program, port) {
  const child = spawn(process.execPath, [program, '--port', port], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', text => (said += text));
  const code = await within('the end of the second', new Promise(done => child.on('close', done)), 20_000);
  return { code, said };
}

async function ports(address) {
  const text = await (await fetch(address)).text();
  return [new URL(address).port, .../name="demo-ports" content="([^"]*)/.exec(text)[1].split(' ')];
}
