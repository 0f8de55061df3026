import { describe, expect, test } from 'vitest';
import { convertJenkins, profileNames } from '../../../../converters/from-jenkins';
import { writeDraft } from '../../../../workflow/write';

function convert(code: string, steps: Readonly<Record<string, unknown>> = {}) {
  const source = `@Library('ours') _\npipeline {\nagent any\nstages {\nstage('a') {\nsteps {\nscript {\n${code}\n}\n}\n}\n}\n}\n`;
  const profileText = JSON.stringify({ source: 'jenkins', extends: profileNames[0], steps });
  const options = {
    profile: profileNames[0] ?? '',
    properties: new Map<string, string>(),
    airflow: '3.3' as const,
    profileText,
  };
  const { sources, workflows, tables } = convertJenkins({
    entry: 'Jenkinsfile',
    files: new Map([['Jenkinsfile', source]]),
    options,
  });
  return {
    asked: (tables ?? []).filter(({ table }) => table === 'steps').map(({ name, filled }) => `${name} ${filled}`),
    manual: sources.flatMap(({ constructs }) => constructs).filter(({ status }) => status === 'manual').length,
    written: workflows.map(({ draft }) => writeDraft(draft).text).join(''),
  };
}

describe('what a library gives as a variable', () => {
  test('is asked of the table of steps', () => {
    const { asked, manual } = convert("release.publish('x')\ndef version = release.version()\necho version");
    expect(asked).toEqual(['release.publish false', 'release.version false']);
    expect(manual).toBeGreaterThan(0);
  });

  test('is what the table says of it', () => {
    const { manual, written } = convert("release.publish('x y')\ndef version = release.version()\necho version", {
      'release.publish': { script: './publish.sh "$1"' },
      'release.version': { script: 'cat VERSION' },
    });
    expect(manual).toBe(0);
    expect(written).toContain("set -- 'x y'");
    expect(written).toContain('./publish.sh "$1"');
    expect(written).toContain('cat VERSION');
  });

  test.each([
    ['a value of the file', "def list = ['a']\nlist.add('b')"],
    ['a value that nobody declares', 'name.trim()'],
    ['a class', 'Jenkins.reload()'],
    ['the build', 'currentBuild.setKeepLog(true)'],
    ['an image', 'docker.image("x").inside { }'],
  ])('is not %s', (_what, code) => {
    expect(convert(code).asked).toEqual([]);
  });
});
