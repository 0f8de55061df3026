import type { Diagnostic } from '../../text/diagnostic';
import { checkExpressions } from './check/expressions';
import { checkNodes } from './check/nodes';
import { checkPaths } from './check/paths';
import { checkSchema, openSchemas, type SchemaBook } from './schema/check-schema';
import { checkWorkflow } from './workflow/check-workflow';
import { drawFlow } from './workflow/flow';
import { readWorkflow } from './workflow/read-workflow';
import { readXml } from './xml/read-xml';

/** The roots of Oozie's definitions, and whether what they hold is checked here. */
const ROOTS: ReadonlySet<string> = new Set(['workflow-app', 'coordinator-app', 'bundle-app']);

/**
 * What is wrong with a definition of Oozie: its XML, what Oozie's schemas refuse, and what its own checks of workflows do. What needs
 * other files or properties is a matter of conversion. Never throws.
 */
export function checkOozie(text: string, schemas: SchemaBook = openSchemas()): readonly Diagnostic[] {
  const { root, diagnostics } = readXml(text);
  if (root === undefined) return diagnostics;
  if (!ROOTS.has(root.name)) {
    const message = `<${root.name}> is no definition of Oozie: workflow-app, coordinator-app or bundle-app is expected.`;
    return [...diagnostics, { rule: 'not-an-oozie-definition', severity: 'error', message, range: root.openingTag }];
  }
  const refused = checkSchema(text, root, schemas);
  if (root.name !== 'workflow-app') return [...diagnostics, ...refused];
  const definition = readWorkflow(root);
  const checked = checkWorkflow(definition);
  const own = [...checkNodes(definition), ...checkExpressions(definition)];
  // Of a control flow that is broken, forks and joins cannot be told.
  const mismatches = checked.diagnostics.length > 0 ? [] : [...drawFlow(checked).mismatches, ...checkPaths(checked)];
  const told = [...checked.diagnostics, ...own];
  return [...diagnostics, ...told, ...refused.filter((one) => !isTold(one, told)), ...mismatches];
}

/** One slip is told once: what a rule of its own says of a place, or that there is no start, the schema need not say again. */
function isTold({ range, message }: Diagnostic, told: readonly Diagnostic[]): boolean {
  return told.some(
    (other) =>
      other.range.start === range.start ||
      (other.rule === 'oozie-no-start' && message.includes(' needs <start>')) ||
      (other.rule === 'oozie-node-name' && message.includes('" is no name: ')),
  );
}
