import type { Annotation, Argument, Expression, InterpolationPart, Parameter, Statement } from './syntax';

/** Anything with a place in the tree that a walk visits. */
export type TreeNode = Expression | Statement;

/** The expressions and statements directly inside a node, in the order of the text. */
export function childrenOf(node: TreeNode): readonly TreeNode[] {
  switch (node.kind) {
    case 'name':
    case 'text':
    case 'number':
    case 'boolean':
    case 'null':
    case 'missing':
    case 'jump':
      return [];
    case 'interpolated':
      return node.parts.flatMap((part: InterpolationPart) => (part.kind === 'value' ? [part.value] : []));
    case 'list':
      return ofArguments(node.items);
    case 'map':
      return ofArguments(node.entries);
    case 'closure':
      return [...ofParameters(node.parameters ?? []), ...node.body];
    case 'call':
      return [node.callee, ...ofArguments(node.arguments)];
    case 'property':
      return [node.target, node.name];
    case 'index':
      return [node.target, ...ofArguments(node.arguments)];
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'assignment':
      return [node.target, node.value];
    case 'conditional':
      return [node.condition, node.value, node.otherwise];
    case 'elvis':
      return [node.value, node.otherwise];
    case 'cast':
    case 'instance-of':
      return [node.value];
    case 'new':
      return [...ofArguments(node.arguments), ...(node.body ?? [])];
    case 'expression':
      return [node.expression];
    case 'declaration':
      return [
        ...ofAnnotations(node.annotations),
        ...uniqueInitials(node.variables.map((variable) => variable.initial)),
      ];
    case 'block':
      return node.body;
    case 'if':
      return present(node.condition, node.body, node.otherwise);
    case 'while':
      return [node.condition, node.body];
    case 'for':
      return present(...node.initial, node.condition, ...node.update, node.body);
    case 'for-in':
      return [...ofParameters([node.variable]), node.values, node.body];
    case 'switch':
      return [node.subject, ...node.cases.flatMap((arm) => present(arm.value, ...arm.body))];
    case 'try':
      return present(node.body, ...node.catches.map((clause) => clause.body), node.last);
    case 'return':
      return present(node.value);
    case 'throw':
      return [node.value];
    case 'assert':
      return present(node.condition, node.message);
    case 'synchronized':
      return [node.lock, node.body];
    case 'labeled':
      return [node.statement];
    case 'import':
    case 'package':
      return ofAnnotations(node.annotations);
    case 'method':
      return present(...ofAnnotations(node.annotations), ...ofParameters(node.parameters), node.body);
    case 'class':
      return [...ofAnnotations(node.annotations), ...node.constants, ...node.members];
  }
}

/** Visits a list of nodes and all inside them in the order of the text, without recursion. `false` skips what is inside. */
export function walk(nodes: readonly TreeNode[], visit: (node: TreeNode) => boolean | undefined): void {
  const waiting = [...nodes].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (visit(node) === false) continue;
    const children = childrenOf(node);
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child !== undefined) waiting.push(child);
    }
  }
}

function present(...nodes: readonly (TreeNode | undefined)[]): readonly TreeNode[] {
  return nodes.filter((node) => node !== undefined);
}

/** The variables of a tuple share one initial value. */
function uniqueInitials(initials: readonly (Expression | undefined)[]): readonly TreeNode[] {
  return [...new Set(present(...initials))];
}

function ofArguments(list: readonly Argument[]): readonly TreeNode[] {
  return list.flatMap((argument) => (argument.kind === 'named' ? [argument.key, argument.value] : [argument.value]));
}

function ofAnnotations(list: readonly Annotation[]): readonly TreeNode[] {
  return list.flatMap((annotation) => ofArguments(annotation.arguments));
}

function ofParameters(list: readonly Parameter[]): readonly TreeNode[] {
  return list.flatMap((parameter) => [...ofAnnotations(parameter.annotations), ...present(parameter.initial)]);
}
