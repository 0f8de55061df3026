import { describe, expect, test } from 'vitest';
import { convertJenkins, profileNames } from '../../../../converters/from-jenkins';
import { writeDraft } from '../../../../workflow/write';

function converted(source: string) {
  const options = { profile: profileNames[0] ?? '', properties: new Map<string, string>(), airflow: '3.3' as const };
  const { workflows, sources } = convertJenkins({
    entry: 'vars/build.groovy',
    files: new Map([['vars/build.groovy', source]]),
    options,
  });
  const constructs = sources.flatMap((each) => each.constructs);
  const textsOf = (status: string) =>
    constructs.flatMap((each) => (each.status === status ? [source.slice(each.range.start, each.range.end)] : []));
  return {
    yaml: workflows.map(({ draft }) => writeDraft(draft).text).join('---\n'),
    manual: textsOf('manual'),
    dropped: textsOf('dropped'),
  };
}

const pipeline = (steps: string) => `pipeline {\nagent any\nstages {\nstage('a') {\nsteps {\n${steps}\n}\n}\n}\n}`;

describe('a pipeline in a method of a shared library', () => {
  test('what the caller gives in a map are parameters of the DAG', () => {
    const { yaml, manual } = converted(
      `def call(Map config) {\n${pipeline('sh "make ${config.target} ${config?.mode}"')}\n}\n`,
    );
    expect(manual).toEqual([]);
    expect(yaml).toContain('make {{ params.target }} {{ params.mode }}');
  });

  test('what the closure of the caller sets are parameters of the DAG', () => {
    const { yaml, manual } = converted(
      `def call(body) {\ndef config = [:]\nbody.resolveStrategy = Closure.DELEGATE_FIRST\nbody.delegate = config\nbody()\n${pipeline('sh "make ${config.target}"')}\n}\n`,
    );
    expect(manual).toEqual([]);
    expect(yaml).toContain('make {{ params.target }}');
  });

  test('code around the pipeline is not lost', () => {
    const { yaml, manual, dropped } = converted(
      `def call(Map config) {\ndef name = 'jar'\ncheck(config)\n${pipeline('sh "make ${name}"')}\nnotifyAll()\n}\n`,
    );
    expect(yaml).toContain('make jar');
    expect(manual).toEqual(['check(config)', 'notifyAll()']);
    expect(dropped).toEqual([]);
  });

  test('one of two pipelines is converted, the other is left to a person', () => {
    const { manual, dropped } = converted(
      `def call(Map config) {\nif (config.fast) {\n${pipeline("sh 'one'")}\n} else {\n${pipeline("sh 'two'")}\n}\n}\n`,
    );
    expect(manual).toContain("sh 'two'");
    expect(manual).not.toContain("sh 'one'");
    expect(dropped).toEqual([]);
  });
});
