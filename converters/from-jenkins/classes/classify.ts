import { parse } from 'yaml';
import { asDirective, type Pipeline, type Stage, type StageList } from '../declarative/index';
import { type Statement, walk } from '../groovy/index';
import classesText from './classes.yaml?raw';

export type StageGroup = 'ci' | 'data' | 'unknown';

/** What a stage is for, and what says so. */
export interface StageClass {
  readonly class: string;
  readonly group: StageGroup;
  readonly reason: string;
}

/** A stage with steps, and where it stands. */
export interface ClassifiedStage extends StageClass {
  /** The names of the stages around it, then its own. */
  readonly stage: readonly string[];
  readonly start: number;
}

interface Rule {
  readonly class: string;
  readonly group: 'ci' | 'data';
  readonly words: RegExp;
  readonly steps: ReadonlySet<string>;
  readonly commands: readonly RegExp[];
}

interface WrittenRule {
  readonly class: string;
  readonly group: 'ci' | 'data';
  readonly words: readonly string[];
  readonly steps: readonly string[];
  readonly commands: readonly string[];
}

const rules: readonly Rule[] = (parse(classesText) as readonly WrittenRule[]).map((rule) => ({
  class: rule.class,
  group: rule.group,
  words: new RegExp(`(?:^|[^a-z0-9])(${rule.words.join('|')})(?![a-z0-9])`, 'i'),
  steps: new Set(rule.steps),
  commands: rule.commands.map((command) => new RegExp(`(?:^|[\\s;&|("'/])(${command})`, 'im')),
}));

/** What a stage is for, by its name first, then by what its steps run. */
export function classifyStage(stage: Stage): StageClass {
  for (const { words, class: name, group } of rules) {
    const word = words.exec(splitWords(stage.name))?.[1];
    if (word !== undefined) return { class: name, group, reason: `its name says "${word}"` };
  }
  const { steps, scripts } = contentsOf(stage);
  let best: StageClass | undefined;
  let most = 0;
  for (const rule of rules) {
    const commands = rule.commands.flatMap((command) => scripts.flatMap((script) => command.exec(script)?.[1] ?? []));
    const called = [...rule.steps].filter((name) => steps.has(name));
    const count = commands.length + called.length;
    if (count <= most) continue;
    most = count;
    const what = commands[0] === undefined ? `calls ${called[0]}` : `runs "${commands[0].trim()}"`;
    best = { class: rule.class, group: rule.group, reason: `it ${what}` };
  }
  return best ?? { class: 'unknown', group: 'unknown', reason: 'neither its name nor its commands say what it is for' };
}

/** `buildImage` and `load_orders` as words. */
function splitWords(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ');
}

function contentsOf(stage: Stage): { readonly steps: ReadonlySet<string>; readonly scripts: readonly string[] } {
  const steps = new Set<string>();
  const scripts: string[] = [];
  const list: readonly Statement[] = stage.body.kind === 'steps' ? stage.body.steps : [];
  walk(list, (node) => {
    if (node.kind === 'expression') {
      const name = asDirective(node)?.name;
      if (name !== undefined) steps.add(name);
    }
    if (node.kind === 'text') scripts.push(node.value);
    if (node.kind === 'interpolated')
      scripts.push(node.parts.map((part) => (part.kind === 'text' ? part.value : 'x')).join(''));
    return undefined;
  });
  return { steps, scripts };
}

/** All stages with steps of a pipeline, in the order of the file. */
export function classifyPipeline(pipeline: Pipeline): readonly ClassifiedStage[] {
  const found: ClassifiedStage[] = [];
  const add = (list: StageList | undefined, path: readonly string[]): void => {
    for (const stage of list?.stages ?? []) {
      const own = [...path, stage.name];
      const { body } = stage;
      if (body.kind === 'stages' || body.kind === 'parallel') add(body.list, own);
      else if (body.kind === 'matrix') add(body.matrix.stages, own);
      else found.push({ stage: own, start: stage.directive.nameRange.start, ...classifyStage(stage) });
    }
  };
  add(pipeline.stages, []);
  return found;
}
