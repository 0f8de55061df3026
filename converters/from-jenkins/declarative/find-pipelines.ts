import type { SourceFile, Statement, TreeNode } from '../groovy/index';
import { asDirective } from './directive';
import type { Directive } from './model';

/** The Declarative Pipelines of a file, the one that runs first. */
export interface FoundPipelines {
  readonly pipelines: readonly Directive[];
  /** Whether Jenkins itself finds them: at the top, in a method `call`, or in a template. */
  readonly where: 'top' | 'method' | 'template' | 'none';
}

/**
 * Looks where Jenkins looks (pipeline-model-definition, ModelParser): for a `pipeline` block at the top of the file; else,
 * in a shared library, in its methods, where only one with `agent` and `stages` counts and several may stand (`if`, `else`); else
 * in the template form, a block that ends with a `try`.
 */
export function findPipelines(file: SourceFile): FoundPipelines {
  const top = file.statements.map(asPipeline).find((directive) => directive !== undefined);
  if (top !== undefined) return { pipelines: [top], where: 'top' };
  const methods = file.statements.filter((statement) => statement.kind === 'method');
  const ordered = [...methods].sort((a, b) => Number(b.name === 'call') - Number(a.name === 'call'));
  const inside = ordered
    .flatMap((method) => (method.body === undefined ? [] : pipelinesIn(method.body.body)))
    .filter(isWhole);
  if (inside.length > 0) return { pipelines: inside, where: 'method' };
  const template = file.statements.flatMap(ofTemplate);
  return template.length > 0 ? { pipelines: template, where: 'template' } : { pipelines: [], where: 'none' };
}

function asPipeline(statement: Statement): Directive | undefined {
  const directive = asDirective(statement);
  return directive?.name === 'pipeline' && directive.block !== undefined && directive.arguments.length === 0
    ? directive
    : undefined;
}

function isWhole(pipeline: Directive): boolean {
  const names = (pipeline.block?.body ?? []).map((statement) => asDirective(statement)?.name);
  return names.includes('agent') && names.includes('stages');
}

/** Pipelines in statements and the statements inside them, but not in the blocks of steps. Without recursion. */
function pipelinesIn(statements: readonly Statement[]): readonly Directive[] {
  const found: Directive[] = [];
  const waiting: TreeNode[] = [...statements].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'expression') {
      const pipeline = asPipeline(node);
      if (pipeline !== undefined) found.push(pipeline);
    } else waiting.push(...bodiesOf(node).toReversed());
  }
  return found;
}

function bodiesOf(node: TreeNode): readonly Statement[] {
  switch (node.kind) {
    case 'block':
      return node.body;
    case 'if':
      return node.otherwise === undefined ? [node.body] : [node.body, node.otherwise];
    case 'try':
      return [node.body, ...node.catches.map((clause) => clause.body), ...(node.last === undefined ? [] : [node.last])];
    case 'while':
    case 'for':
    case 'for-in':
    case 'synchronized':
      return [node.body];
    case 'switch':
      return node.cases.flatMap((arm) => arm.body);
    default:
      return [];
  }
}

/** `template { …; try { pipeline { … } } finally { … } }` */
function ofTemplate(statement: Statement): readonly Directive[] {
  const last = asDirective(statement)?.block?.body.at(-1);
  return last?.kind === 'try' ? pipelinesIn(last.body.body).filter(isWhole) : [];
}
