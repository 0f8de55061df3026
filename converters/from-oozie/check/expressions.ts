import type { Diagnostic } from '../../../text/diagnostic';
import { didYouMean } from '../../../text/nearest';
import { sourceText } from '../conversion';
import type { Expression } from '../el/expression';
import { parseTemplate } from '../el/parse-template';
import type { WorkflowDefinition } from '../workflow/read-workflow';
import type { XmlElement, XmlPart } from '../xml/read-xml';

/** The functions of workflow definitions, with the number of their arguments (Oozie 5.2 workflow specification, §4.2). */
const functions: ReadonlyMap<string, number> = new Map(
  Object.entries({
    firstNotNull: 2,
    concat: 2,
    replaceAll: 3,
    appendAll: 3,
    trim: 1,
    urlEncode: 1,
    timestamp: 0,
    toJsonStr: 1,
    toPropertiesStr: 1,
    toConfigurationStr: 1,
    'wf:id': 0,
    'wf:name': 0,
    'wf:appPath': 0,
    'wf:conf': 1,
    'wf:user': 0,
    'wf:group': 0,
    'wf:callback': 1,
    'wf:transition': 1,
    'wf:lastErrorNode': 0,
    'wf:errorCode': 1,
    'wf:errorMessage': 1,
    'wf:run': 0,
    'wf:actionData': 1,
    'wf:actionExternalId': 1,
    'wf:actionTrackerUri': 1,
    'wf:actionExternalStatus': 1,
    'hadoop:counters': 1,
    'hadoop:conf': 2,
    'hadoop:jobtracker': 1,
    'fs:exists': 1,
    'fs:isDir': 1,
    'fs:dirSize': 1,
    'fs:fileSize': 1,
    'fs:blockSize': 1,
    'hcat:exists': 1,
  }),
);

/** Functions whose first argument names an action. */
const ofActions = /^wf:(?:transition|error|action)|^hadoop:counters$/;

/** Expressions that Oozie cannot evaluate, names of actions that are not there, and cases that are never taken. */
export function checkExpressions({ root, nodes }: WorkflowDefinition): Diagnostic[] {
  const found: Diagnostic[] = [];
  const names = new Set(nodes.map((node) => node.name));
  const read = (part: XmlPart): void => {
    if (part.kind === 'element' || !part.value.includes('${')) return;
    for (const piece of parseTemplate(part.value)) {
      if (piece.kind === 'error') {
        const message = `\${${piece.source.slice(0, 60)}} is no expression that Oozie can evaluate: ${piece.message}.`;
        found.push({ rule: 'oozie-bad-expression', severity: 'error', message, range: part.range });
      } else if (piece.kind === 'expression') {
        for (const call of callsIn(piece.expression)) {
          const message = problemOf(call);
          if (message !== undefined) {
            found.push({ rule: 'oozie-unknown-function', severity: 'error', message, range: part.range });
          }
          const stranger = unknownAction(call, names);
          if (stranger !== undefined) {
            found.push({ rule: 'oozie-unknown-action', severity: 'warning', message: stranger, range: part.range });
          }
        }
      }
    }
  };
  walk(root, read);
  for (const node of nodes) {
    for (const { element } of node.kind === 'decision' ? node.cases : []) {
      const message = neverTaken(sourceText(element).trim());
      if (message !== undefined)
        found.push({ rule: 'oozie-case-never-true', severity: 'warning', message, range: element.range });
    }
  }
  return found;
}

function walk(element: XmlElement, read: (part: XmlPart) => void): void {
  const waiting: XmlElement[] = [element];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    // A custom action may hold anything.
    for (const attribute of next.attributes) read(attribute);
    for (const child of next.children) {
      if (child.kind === 'text') read(child);
      else waiting.push(child);
    }
  }
}

type Call = Expression & { readonly kind: 'call' };

function callsIn(expression: Expression): Call[] {
  switch (expression.kind) {
    case 'call':
      return [expression, ...expression.arguments.flatMap(callsIn)];
    case 'unary':
      return callsIn(expression.operand);
    case 'binary':
      return [...callsIn(expression.left), ...callsIn(expression.right)];
    case 'choice':
      return [...callsIn(expression.condition), ...callsIn(expression.yes), ...callsIn(expression.no)];
    case 'index':
      return [...callsIn(expression.object), ...callsIn(expression.key)];
    default:
      return [];
  }
}

function problemOf(call: Call): string | undefined {
  const count = functions.get(call.name);
  if (count === undefined) {
    return `Oozie has no function ${call.name}() in workflows.${didYouMean(call.name, functions.keys())}`;
  }
  if (count !== call.arguments.length) {
    return `${call.name}() takes ${count} arguments, and is given ${call.arguments.length}.`;
  }
  return undefined;
}

function unknownAction(call: Call, names: ReadonlySet<string>): string | undefined {
  const [action] = call.arguments;
  if (!ofActions.test(call.name) || action?.kind !== 'text' || names.has(action.value)) return undefined;
  return `${call.name}('${action.value}') asks a node that is not there, so it gives nothing.${didYouMean(action.value, names)}`;
}

/** A case is taken where its text is exactly `true` once its expressions are evaluated. */
function neverTaken(text: string): string | undefined {
  const pieces = parseTemplate(text);
  const literal = pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
  if (pieces.every((piece) => piece.kind === 'text')) {
    return text === 'true' ? undefined : `The case is never taken: "${text.slice(0, 60)}" is not "true".`;
  }
  if (literal.trim() === '' || pieces.length === 0) return undefined;
  return `The case is never taken: "${literal.trim().slice(0, 60)}" stands outside of \${…}, so the whole is never exactly "true".`;
}
