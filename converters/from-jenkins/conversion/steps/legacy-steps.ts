import { type Directive, literalText, named } from '../../declarative/index';
import type { Argument, Expression } from '../../groovy/index';

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

/** `archive 'x'`: `archiveArtifacts` under other names, for which no file is no failure (workflow-basic-steps, `ArtifactArchiverStep`). */
function asArchive(step: Directive): Directive {
  const names: ReadonlyMap<string, string> = new Map([
    ['includes', 'artifacts'],
    ['excludes', 'excludes'],
  ]);
  const entries = step.arguments.map((argument): Argument => {
    if (argument.kind === 'positional') return withName('artifacts', argument.value);
    const name = argument.kind === 'named' && argument.key.kind === 'text' ? names.get(argument.key.value) : undefined;
    return name === undefined ? argument : withName(name, argument.value);
  });
  const allowed: Expression = { kind: 'boolean', range: step.nameRange, value: true };
  return { ...step, name: 'archiveArtifacts', arguments: [...entries, withName('allowEmptyArchive', allowed)] };
}

function withName(name: string, value: Expression): Argument {
  return {
    kind: 'named',
    range: value.range,
    key: { kind: 'text', range: value.range, value: name, quote: "'" },
    value,
  };
}

/** `step([$class: 'JUnitResultArchiver', testResults: 'x'])` and `wrap([$class: …]) { … }` as the steps that they stand for. */
export function byItsName(step: Directive): Directive {
  if (step.name === 'archive') return asArchive(step);
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
