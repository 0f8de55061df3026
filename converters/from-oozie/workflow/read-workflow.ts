import { attribute, childElement, childElements } from '../conversion';
import type { XmlAttribute, XmlElement } from '../xml/read-xml';

/** A transition to another node, and the attribute that names it. */
export interface Transition {
  readonly to: string;
  readonly source: XmlAttribute;
}

interface NodeBase {
  readonly name: string;
  readonly element: XmlElement;
}

export interface DecisionCase {
  readonly element: XmlElement;
  readonly transition: Transition;
}

/** A node of a workflow definition (Oozie 5.2 workflow specification, §3). */
export type WorkflowNode =
  | (NodeBase & { readonly kind: 'start' | 'join'; readonly transition: Transition | undefined })
  | (NodeBase & { readonly kind: 'end' | 'kill' })
  | (NodeBase & { readonly kind: 'fork'; readonly paths: readonly Transition[] })
  | (NodeBase & {
      readonly kind: 'decision';
      readonly cases: readonly DecisionCase[];
      readonly otherwise: DecisionCase | undefined;
    })
  | (NodeBase & {
      readonly kind: 'action';
      /** What it does; nothing where the element is missing. */
      readonly action: XmlElement | undefined;
      readonly ok: Transition | undefined;
      readonly error: Transition | undefined;
    });

export type WorkflowAction = WorkflowNode & { readonly kind: 'action' };
export type WorkflowDecision = WorkflowNode & { readonly kind: 'decision' };

export interface WorkflowDefinition {
  readonly root: XmlElement;
  /** In the order of the source; a name that occurs twice is there twice. */
  readonly nodes: readonly WorkflowNode[];
  readonly global: XmlElement | undefined;
  readonly parameters: XmlElement | undefined;
}

/** The name under which `start`, which has none, is known. */
export const startName = ':start:';

/** Reads the nodes of a `workflow-app`. What is no node is left to its own converter. */
export function readWorkflow(root: XmlElement): WorkflowDefinition {
  return {
    root,
    nodes: childElements(root).flatMap((element) => readNode(element) ?? []),
    global: childElement(root, 'global'),
    parameters: childElement(root, 'parameters'),
  };
}

const sideElements = new Set(['ok', 'error', 'info']);

function readNode(element: XmlElement): WorkflowNode | undefined {
  const name = attribute(element, 'name')?.value ?? '';
  switch (element.name) {
    case 'start':
      return { kind: 'start', name: startName, element, transition: transition(element, 'to') };
    case 'join':
      return { kind: 'join', name, element, transition: transition(element, 'to') };
    case 'end':
    case 'kill':
      return { kind: element.name, name, element };
    case 'fork': {
      const paths = childElements(element, 'path').flatMap((path) => transition(path, 'start') ?? []);
      return { kind: 'fork', name, element, paths };
    }
    case 'decision': {
      const choice = childElement(element, 'switch');
      const cases = choice === undefined ? [] : childElements(choice, 'case').flatMap(readCase);
      const [otherwise] = choice === undefined ? [] : childElements(choice, 'default').flatMap(readCase);
      return { kind: 'decision', name, element, cases, otherwise };
    }
    case 'action': {
      const action = childElements(element).find((child) => !sideElements.has(child.name));
      const [ok, error] = ['ok', 'error'].map((side) => {
        const child = childElement(element, side);
        return child === undefined ? undefined : transition(child, 'to');
      });
      return { kind: 'action', name, element, action, ok, error };
    }
    default:
      return undefined;
  }
}

function readCase(element: XmlElement): DecisionCase[] {
  const found = transition(element, 'to');
  return found === undefined ? [] : [{ element, transition: found }];
}

function transition(element: XmlElement, name: string): Transition | undefined {
  const source = attribute(element, name);
  return source === undefined ? undefined : { to: source.value, source };
}

/** Everything that a node leads to, in the order of the source. */
export function transitionsOf(node: WorkflowNode): Transition[] {
  switch (node.kind) {
    case 'start':
    case 'join':
      return node.transition === undefined ? [] : [node.transition];
    case 'fork':
      return [...node.paths];
    case 'decision':
      return [...node.cases, ...(node.otherwise === undefined ? [] : [node.otherwise])].map((item) => item.transition);
    case 'action':
      return [node.ok, node.error].filter((item) => item !== undefined);
    case 'end':
    case 'kill':
      return [];
  }
}
