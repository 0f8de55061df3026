import { expect, test } from 'vitest';
import { recogniseLegacy } from '../../../migration';

const PIPELINE = 'pipeline {\n  agent any\n}\n';

test.each([
  ['Jenkinsfile', '', 'pipeline'],
  ['jobs/Jenkinsfile.release', '', 'pipeline'],
  ['jobs/Jenkinsfile-nightly', '', 'pipeline'],
  ['release.jenkinsfile', '', 'pipeline'],
  ['release.groovy', PIPELINE, 'pipeline'],
  ['release.groovy', 'def x = 1\n', undefined],
  // What a Jenkinsfile becomes, and its records, are named after it.
  ['jenkinsfile.workflow.yaml', 'name: x\n', undefined],
  ['Jenkinsfile.migration.json', '{}', undefined],
  ['Jenkinsfile.md', PIPELINE, undefined],
  ['jenkinsfile.py', '', undefined],
  ['workflow.xml', '<workflow-app name="x"/>', 'workflow-app'],
  ['any.xml', '<c:coordinator-app xmlns:c="uri:oozie:coordinator:0.4"/>', 'coordinator-app'],
  ['bundle.xml', '<!-- all of it --><bundle-app/>', 'bundle-app'],
  ['pom.xml', '<project/>', undefined],
])('%s holding %j is %s', (path, text, definition) => {
  expect(recogniseLegacy(path, text)?.definition).toBe(definition);
});
