// What is done with a block of each language; each gives the problems that it found.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'snippets-'));

/** Commands that the documents may show; each is run by another part of the test command, or needs a registry. */
const COMMANDS = [
  /^npm install capacitor-spanferry$/,
  /^npx cap sync$/,
  /^cargo xtask (demo|test|install --prefix DIR)( |$)/,
  /^cargo rustc --profile ship --features capi,jni --lib --crate-type cdylib$/,
];

export const runners = {
  ts: types,
  py: flask,
  js: express,
  c,
  kotlin: list => standing(list, 'tests/android/tests/Host.kt'),
  swift: list => standing(list, 'ios/Tests/SpanferryTests/GuideTests.swift'),
  nginx,
  sh: commands,
  html: tags,
  // What a program prints, and the Rust example: the Rust tests run the one and print the other.
  text: elsewhere,
  rust: elsewhere,
  // Written by docgen.
  typescript: elsewhere,
};

/** TypeScript against the types of the built package. */
async function types(list) {
  const files = list.map(({ text }, at) => {
    const file = join(folder, `snippet${at}.ts`);
    writeFileSync(file, text.includes('import ') ? text : `export {};\n${text}`);
    return file;
  });
  const options = {
    strict: true,
    noEmit: true,
    target: 'es2020',
    lib: ['es2020', 'dom', 'dom.iterable'],
    module: 'esnext',
    moduleResolution: 'bundler',
    skipLibCheck: true,
    types: [],
    typeRoots: [],
    paths: {
      'capacitor-spanferry': [resolve('dist/esm/index.d.ts')],
      '@sentry/browser': [resolve('node_modules/sentry-11')],
      '@capacitor/core': [resolve('node_modules/@capacitor/core')],
    },
  };
  const project = join(folder, 'tsconfig.json');
  writeFileSync(project, JSON.stringify({ compilerOptions: options, files }));
  const { stdout } = spawnSync('node', ['node_modules/typescript/bin/tsc', '-p', project], { encoding: 'utf8' });
  return list.flatMap(({ place }, at) => {
    const lines = stdout.split('\n').filter(line => line.includes(`snippet${at}.ts`));
    return lines.length ? [`${place}: ${lines[0]}`] : [];
  });
}

/** What a browser asks before a page of the app may send the headers, and the request itself. */
async function asks(port) {
  const ask = (method, headers) =>
    new Promise((done, failed) => {
      const request = http.request({ port, host: '127.0.0.1', method, path: '/orders', headers }, response => {
        let body = '';
        response.on('data', piece => (body += piece)).on('end', () => done({ ...response, status: response.statusCode, headers: response.headers, body }));
      });
      request.on('error', failed).end();
    });
  const origin = { Origin: 'https://localhost' };
  const before = await ask('OPTIONS', { ...origin, 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'baggage,sentry-trace' });
  const allowed = (before.headers['access-control-allow-headers'] ?? '').split(/, */);
  if (before.status >= 300) return `the preflight is answered with ${before.status}`;
  if (!allowed.includes('sentry-trace') || !allowed.includes('baggage')) return `allowed are ${allowed}`;
  if (before.headers['access-control-allow-origin'] !== 'https://localhost') return 'the origin is not allowed';
  const trace = '771a43a4192642f0b136d5159a501700-1234567890abcdef-1';
  const answer = await ask('GET', { ...origin, 'sentry-trace': trace });
  if (answer.headers['access-control-allow-origin'] !== 'https://localhost') return 'the answer has no origin';
  return answer.body.includes(trace) ? undefined : `the trace did not arrive: ${answer.body}`;
}

/** Asks until something listens. */
async function asked(port) {
  for (let tries = 0; ; tries++) {
    try {
      return await asks(port);
    } catch (error) {
      if (tries > 100) return `${error}`;
      await new Promise(done => setTimeout(done, 100));
    }
  }
}

const free = () =>
  new Promise(done => {
    const server = http.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

async function served(list, start) {
  const problems = [];
  for (const { text, place } of list) {
    const port = await free();
    const stop = await start(text, port);
    const problem = await asked(port);
    stop();
    if (problem) problems.push(`${place}: ${problem}`);
  }
  return problems;
}

function flask(list, { python }) {
  return served(list, (text, port) => {
    const file = join(folder, `flask${port}.py`);
    writeFileSync(file, `${text}\napp.run(port=${port})\n`);
    const child = spawn(python, [file], { stdio: 'ignore' });
    return () => child.kill();
  });
}

function express(list, { modules }) {
  return served(list, (text, port) => {
    const file = join(folder, `express${port}.cjs`);
    writeFileSync(file, text.replace("require('express')", `require(${JSON.stringify(join(modules, 'express'))})`));
    const app = createRequire(import.meta.url)(file);
    const server = app.listen(port, '127.0.0.1');
    return () => server.close();
  });
}

function nginx(list) {
  return served(list, async (text, port) => {
    const backend = http.createServer((request, response) => response.end(JSON.stringify({ trace: request.headers['sentry-trace'] })));
    await new Promise(done => backend.listen(0, '127.0.0.1', done));
    const upstream = `upstream backend { server 127.0.0.1:${backend.address().port}; }`;
    const server = `server { listen 127.0.0.1:${port}; ${text} }`;
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `${name}_temp_path ${folder}/${name};`);
    const file = join(folder, `nginx${port}.conf`);
    writeFileSync(file, `daemon off; pid ${folder}/pid; events {} http { access_log off; ${paths.join(' ')} ${upstream} ${server} }`);
    const child = spawn('nginx', ['-c', file, '-e', join(folder, 'nginx.log'), '-p', folder], { stdio: 'ignore', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
    return () => {
      child.kill();
      backend.close();
    };
  });
}

async function commands(list) {
  return list.flatMap(({ text, place }) =>
    text
      .split('\n')
      .map(line => line.replace(/ +#.*/, '').trim())
      .filter(line => line && !COMMANDS.some(known => known.test(line)))
      .map(line => `${place}: nobody runs ${line}`),
  );
}

/** Tags that a page of ours would continue. */
async function tags(list) {
  return list.flatMap(({ text, place }) => (/<meta name="sentry-trace" content="[0-9a-f]{32}-[0-9a-f]{16}-1" \/>/.test(text) ? [] : [`${place}: no trace in it`]));
}

async function elsewhere() {
  return [];
}

/** C against the header. */
async function c(list) {
  return list.flatMap(({ text, place }, at) => {
    const file = join(folder, `snippet${at}.c`);
    const includes = text.match(/^#include.*$/gm) ?? [];
    const body = text.replace(/^#include.*$/gm, '');
    writeFileSync(file, `#include <stdio.h>\n${includes.join('\n')}\nint main(void) {${body}\nreturn 0; }\n`);
    const { status, stderr } = spawnSync('cc', ['-std=c11', '-Wall', '-Wextra', '-Werror', '-fsyntax-only', '-Iinclude', file], { encoding: 'utf8' });
    return status ? [`${place}: ${stderr.split('\n')[1]}`] : [];
  });
}

/** Lines that stand in a program of the tests too, which is compiled and run. */
async function standing(list, file) {
  const tests = readFileSync(file, 'utf8');
  const lines = list.flatMap(({ text, place }) => text.split('\n').filter(Boolean).map(line => [line.trim(), place]));
  return lines.filter(([line]) => !tests.includes(line)).map(([line, place]) => `${place}: no test has ${line}`);
}
