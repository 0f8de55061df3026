// `npm run bench:servers`: dagport's built server beside yaml-language-server with the published schema, through the protocol, in
// the same run. Milliseconds of wall time, and of the server process's CPU, which other work on the machine does not change.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { createProtocolConnection, StreamMessageReader, StreamMessageWriter } = createRequire(import.meta.url)(
  'vscode-languageserver-protocol/node',
);

const RIVAL = 'yaml-language-server@1.25.0';
const SIZES = (process.argv[2] ?? '10,100,1000,10000').split(',').map(Number);

/** Installed on demand, no script of it is run. */
function installRival() {
  const folder = path.join(root, '.cache', 'bench', 'yaml-language-server');
  const command = path.join(folder, 'node_modules', 'yaml-language-server', 'bin', 'yaml-language-server');
  if (existsSync(command)) return command;
  mkdirSync(folder, { recursive: true });
  const flags = ['--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', ['install', ...flags, RIVAL], { stdio: 'ignore' });
  return command;
}

function workflowText(operators) {
  const items = Array.from(
    { length: operators },
    (_, index) =>
      `- name: task_${index}\n  type: bash\n  upstream_dependencies: [${index === 0 ? '' : `task_${index - 1}`}]\n  properties:\n    bash_command: echo ${index}\n    retries: 2\n`,
  );
  return `name: bench\nformat: 1\noperators:\n${items.join('')}`;
}

/** Seconds of CPU of a process so far (proc(5), stat, fields 14 and 15, in hundredths). */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function measure(name, command, operators) {
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'ignore'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let published = () => {};
  connection.onNotification('textDocument/publishDiagnostics', () => published());
  const schema = pathToFileURL(path.join(root, 'schemas/format/workflow.schema.json')).href;
  const yaml = { schemas: { [schema]: '*.workflow.yaml' }, schemaStore: { enable: false }, validate: true };
  connection.onRequest('workspace/configuration', ({ items }) =>
    items.map(({ section }) => (section === 'yaml' ? yaml : section === 'http' ? {} : null)),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  const folder = mkdtempSync(path.join(tmpdir(), 'dagport-servers-'));
  const uri = pathToFileURL(path.join(folder, 'bench.workflow.yaml')).href;
  const text = workflowText(operators);
  writeFileSync(fileURLToPath(uri), text);
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: { workspace: { configuration: true }, textDocument: { publishDiagnostics: {}, completion: {} } },
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('workspace/didChangeConfiguration', { settings: { yaml } });
  await new Promise((resolve) => setTimeout(resolve, 1_500));

  const timed = async (act) => {
    const [before, cpu] = [performance.now(), cpuOf(child.pid)];
    await act();
    return { wall: performance.now() - before, cpu: cpuOf(child.pid) - cpu };
  };
  const findings = (act) =>
    new Promise((resolve) => {
      published = resolve;
      act();
    });
  const median = async (runs, act) => {
    const times = [];
    for (let run = 0; run < runs; run++) times.push(await timed(act));
    const middle = (key) => times.map((time) => time[key]).sort((a, b) => a - b)[Math.floor(runs / 2)];
    const mean = times.reduce((sum, { cpu }) => sum + cpu, 0) / runs;
    return `${middle('wall').toFixed(0)} (${mean.toFixed(0)})`;
  };

  const languageId = name === 'dagport' ? 'dagport-workflow' : 'yaml';
  const open = await timed(() =>
    findings(() =>
      connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } }),
    ),
  );
  const runs = operators >= 10_000 ? 3 : 9;
  const middle = Math.floor(operators / 2) * 6 + 3;
  const place = (line, character) => ({ textDocument: { uri }, position: { line: middle + line, character } });
  let version = 1;
  const edit = await median(runs, () =>
    findings(() => {
      const start = { line: middle + 4, character: 19 };
      version++;
      connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ range: { start, end: start }, text: 'x' }],
      });
    }),
  );
  const ask = (method, params) => median(runs, () => connection.sendRequest(method, params));
  const hover = await ask('textDocument/hover', place(1, 10));
  const completion = await ask('textDocument/completion', place(2, 28));
  const symbols = await ask('textDocument/documentSymbol', { textDocument: { uri } });
  const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1000;
  child.kill('SIGKILL');
  connection.dispose();
  const cells = [`${open.wall.toFixed(0)} (${open.cpu.toFixed(0)})`, edit, hover, completion, symbols];
  return `| ${operators.toLocaleString('en')} | ${name} | ${cells.join(' | ')} | ${resident.toFixed(0)} MB |`;
}

console.log(
  '| operators | server | open → findings | key → findings | hover | completion of a name | outline | resident |',
);
console.log('|---|---|---|---|---|---|---|---|');
const rival = installRival();
for (const operators of SIZES) {
  console.log(await measure('dagport', [path.join(root, 'dist', 'server.cjs'), '--stdio'], operators));
  console.log(await measure('yaml-language-server', [rival, '--stdio'], operators));
}
