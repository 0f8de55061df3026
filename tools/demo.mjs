// `npm run demo`: takes the examples through dagport, from a legacy job to DAG files and pictures. It shows each command as
// it is called, so that it can be copied. It writes below out/demo/ only, and empties that folder first.

import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const bundle = path.join(root, 'dist', 'dagport.cjs');

const steps = [
  {
    title: 'Check the example workflows',
    calls: ['lint examples/workflows'],
  },
  {
    title: 'Convert a legacy Oozie application and a Jenkins pipeline into workflows',
    calls: [
      'convert examples/oozie/nightly-orders -o out/demo/workflows',
      'convert examples/jenkins/Jenkinsfile -o out/demo/workflows',
    ],
  },
  {
    title: 'Check what came out',
    calls: ['lint out/demo/workflows'],
  },
  {
    title: 'Build DAG files for Airflow',
    calls: ['build out/demo/workflows examples/workflows -o out/demo/dags'],
  },
  {
    title: 'Draw the workflow, and the tasks that Airflow runs for it',
    calls: [
      'graph out/demo/workflows/nightly-orders.workflow.yaml --format svg -o out/demo/nightly-orders.svg',
      'graph out/demo/workflows/nightly-orders.workflow.yaml --view expanded --format svg -o out/demo/nightly-orders-tasks.svg',
    ],
  },
];

/** Runs one command in the checkout and shows it as a person would type it. */
function call(command) {
  console.log(`$ node dist/dagport.cjs ${command}`);
  const { status, error } = spawnSync(process.execPath, [bundle, ...command.split(' ')], {
    cwd: root,
    stdio: 'inherit',
  });
  if (error !== undefined) throw error;
  if (status === 0) return;
  console.error(`The command ended with exit code ${status}.`);
  process.exit(1);
}

rmSync(path.join(root, 'out', 'demo'), { recursive: true, force: true });
for (const { title, calls } of steps) {
  console.log(`\n${title}`);
  for (const command of calls) call(command);
}

console.log(`
Look at
  examples/oozie/nightly-orders/workflow.xml           what it was
  out/demo/workflows/nightly-orders.workflow.yaml      what it is now: this is what people edit
  out/demo/workflows/nightly-orders.migration.json     the account of every part of the source
  out/demo/dags/nightly_orders.py                      what Airflow loads: each task names the line it comes from
  out/demo/nightly-orders.svg                          the picture; open it in a browser
README.md, "Run it on Airflow", has the commands that load this DAG and run it.`);
