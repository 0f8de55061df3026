import { type Directive, literalText, named } from '../../declarative/index';

/** What builders, publishers and wrappers of freestyle jobs are called as steps (workflow-basic-steps, `CoreStep`, `CoreWrapperStep`). */
const steps: ReadonlyMap<string, string> = new Map([
  ['AnsiColorBuildWrapper', 'ansiColor'],
  ['ArtifactArchiver', 'archiveArtifacts'],
  ['CoberturaPublisher', 'cobertura'],
  ['JUnitResultArchiver', 'junit'],
  ['JacocoPublisher', 'jacoco'],
  ['MaskPasswordsBuildWrapper', 'maskPasswords'],
  ['TimestamperBuildWrapper', 'timestamps'],
  ['WsCleanup', 'cleanWs'],
]);

/** `step([$class: 'JUnitResultArchiver', testResults: 'x'])` and `wrap([$class: …]) { … }` as the steps that they stand for. */
export function byItsName(step: Directive): Directive {
  if (step.name !== 'step' && step.name !== 'wrap') return step;
  const [first] = step.arguments;
  if (first?.value.kind !== 'map') return step;
  const { entries } = first.value;
  const name = steps.get(literalText(named(entries, '$class')) ?? '');
  if (name === undefined) return step;
  const given = entries.filter(
    (entry) => entry.kind !== 'named' || entry.key.kind !== 'text' || entry.key.value !== '$class',
  );
  return { ...step, name, arguments: given };
}
