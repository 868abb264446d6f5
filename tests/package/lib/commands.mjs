// Other programs, run to their end.
import { spawnSync } from 'node:child_process';

/** Runs a program; what it said, and how it ended. */
export function attempt(cwd, program, ...words) {
  const { status, stdout, stderr, error } = spawnSync(program, words, { cwd, encoding: 'utf8', env: environment() });
  if (error) throw error;
  return { status, said: stdout + stderr };
}

/** Runs a program that must not fail; what it printed. */
export function run(cwd, program, ...words) {
  const { status, said } = attempt(cwd, program, ...words);
  if (status) throw new Error(`${program} ${words.join(' ')}\n${said}`);
  return said;
}

/** Nobody is there to be asked, and nothing is reported. */
const environment = () => ({ ...process.env, CI: 'true', CAPACITOR_TELEMETRY: 'off', npm_config_loglevel: 'error' });
