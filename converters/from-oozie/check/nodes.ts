import type { Diagnostic } from '../../../text/diagnostic';
import { attribute, childElement, childElements, sourceText } from '../conversion';
import type { WorkflowDefinition } from '../workflow/read-workflow';
import type { XmlElement } from '../xml/read-xml';

/**
 * What Oozie's parser says of nodes one by one (`LiteWorkflowAppParser`, `ParamChecker`): E0704, E0724, E0739, E0820.
 */
export function checkNodes({ root, nodes }: WorkflowDefinition): Diagnostic[] {
  const found: Diagnostic[] = [];
  const report = (rule: string, severity: Diagnostic['severity'], element: XmlElement, message: string): void => {
    found.push({ rule, severity, message, range: element.openingTag });
  };
  const end = nodes.findIndex((node) => node.kind === 'end');
  for (const [index, { element, kind, name }] of nodes.entries()) {
    if (end >= 0 && index > end) {
      report(
        'oozie-node-after-end',
        'error',
        element,
        `The ${kind} stands behind the end: Oozie reads no node there (E0704).`,
      );
    }
    if (kind !== 'start' && name !== '' && !/^[A-Za-z_][\w-]{0,127}$/.test(name)) {
      const why =
        name.length > 128
          ? 'is longer than 128 characters'
          : 'may hold letters, digits, "_" and "-" only, and begins with no digit';
      report('oozie-node-name', 'error', element, `The name "${name.slice(0, 60)}" ${why}: Oozie refuses it (E0724).`);
    }
    const retries = kind === 'action' ? attribute(element, 'retry-max') : undefined;
    if (retries !== undefined && /^\s*\d+\s*$/.test(retries.value) && Number(retries.value) > 3) {
      const message = `Oozie retries three times at most by default, not ${retries.value.trim()} times (E0820).`;
      found.push({ rule: 'oozie-retry-max', severity: 'warning', message, range: retries.range });
    }
  }
  const parameters = childElement(root, 'parameters');
  for (const property of parameters === undefined ? [] : childElements(parameters, 'property')) {
    const name = childElement(property, 'name');
    if (name === undefined || sourceText(name).trim() === '') {
      report('oozie-unnamed-parameter', 'error', property, 'The parameter has no name (E0739).');
    }
  }
  return found;
}
