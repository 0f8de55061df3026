import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtInCatalogue } from '../../../cli/data';
import { convertOozie } from '../../../converters/from-oozie';
import { childElement, childElements } from '../../../converters/from-oozie/conversion';
import { readXml, type XmlElement } from '../../../converters/from-oozie/xml/read-xml';
import { planWorkflow } from '../../../workflow/plan';
import type { FlowScope } from '../../../workflow/plan/flow';
import { readWorkflow } from '../../../workflow/read';
import { writeDraft } from '../../../workflow/write';
import { interpret, type Outcomes } from '../../workflow/plan/interpreter';
import { type OozieOutcomes, runOozie } from './oozie-machine';
import { randomWorkflow } from './random-workflow';

const catalogue = builtInCatalogue();

/** The flow that a converted workflow states, as the reader and the plan understand it. */
function convertedFlow(xml: string): FlowScope {
  const options = { profile: 'hadoop-cli', properties: new Map<string, string>(), airflow: '3.3' } as const;
  const { workflows } = convertOozie({ entry: 'workflow.xml', files: new Map([['workflow.xml', xml]]), options });
  const [workflow] = workflows;
  if (workflow === undefined) throw new Error(`not converted: ${xml}`);
  const { flow } = planWorkflow(readWorkflow('w.workflow.yaml', writeDraft(workflow.draft).text), { catalogue });
  if (flow === undefined) throw new Error('not planned');
  return flow;
}

/** The choices of a workflow: its actions with two outcomes, its decisions with one for each case. */
function choicesOf(root: XmlElement): [name: string, count: number][] {
  return childElements(root).flatMap((element): [string, number][] => {
    const name = element.attributes.find((attribute) => attribute.name === 'name')?.value ?? '';
    const choice = childElement(element, 'switch');
    if (element.name === 'action') return [[name, 2]];
    return element.name === 'decision' && choice !== undefined ? [[name, childElements(choice).length]] : [];
  });
}

/** The same outcomes give the same actions and the same end in Oozie and in the converted workflow. */
function checkSameFlow(xml: string, assignments: (choices: [string, number][]) => number[][]): number {
  const { root } = readXml(xml);
  if (root === undefined) throw new Error('no XML');
  const flow = convertedFlow(xml);
  const choices = choicesOf(root);
  const kinds = new Map(
    childElements(root).map((element) => [element.attributes.find(({ name }) => name === 'name')?.value, element.name]),
  );
  const all = assignments(choices);
  for (const assignment of all) {
    const legacy: [string, 'ok' | 'error' | number][] = choices.map(([name], index) => {
      const choice = assignment[index] ?? 0;
      return [name, kinds.get(name) === 'decision' ? choice : choice === 1 ? 'error' : 'ok'];
    });
    const outcomes: Outcomes = new Map(
      legacy.map(([name, outcome]) => [
        name.replaceAll('-', '_'),
        typeof outcome === 'number' ? outcome : outcome === 'ok' ? 'success' : 'failed',
      ]),
    );
    const oozie = runOozie(root, new Map(legacy) as OozieOutcomes);
    const airflow = interpret(flow, outcomes);
    const ran = choices
      .filter(([name]) => kinds.get(name) === 'action')
      .map(([name]) => name)
      .filter((name) => ['success', 'failed'].includes(airflow.tasks.get(name.replaceAll('-', '_')) ?? ''));
    const what = JSON.stringify(legacy);
    expect(ran.sort(), what).toEqual([...oozie.actions].sort());
    expect(airflow.state, what).toBe(oozie.state === 'SUCCEEDED' ? 'success' : 'failed');
  }
  return all.length;
}

/** All assignments, or as many as the limit by a fixed rule where there are more. */
function allAssignments(limit: number): (choices: [string, number][]) => number[][] {
  return (choices) => {
    const total = choices.reduce((product, [, count]) => Math.min(product * count, 1e9), 1);
    const some =
      total <= limit
        ? Array.from({ length: total }, (_, index) => index)
        : Array.from({ length: limit }, (_, index) => (index * 7919 * 104_729) % total);
    return some.map((number) => {
      let rest = number;
      return choices.map(([, count]) => {
        const choice = rest % count;
        rest = Math.floor(rest / count);
        return choice;
      });
    });
  };
}

describe('the converted flow does what Oozie does', () => {
  const fixtures = path.join(import.meta.dirname, 'fixtures');
  const files = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('workflow.xml'),
  );
  const example = path.join(import.meta.dirname, '../../../examples/oozie/nightly-orders/workflow.xml');

  test.each([...files.map((name) => [name, path.join(fixtures, name)] as const), ['nightly-orders', example] as const])(
    '%s',
    (_, file) => {
      expect(checkSameFlow(readFileSync(file, 'utf8'), allAssignments(512))).toBeGreaterThan(1);
    },
  );

  test('any workflow that Oozie accepts', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1000 }), { minLength: 40, maxLength: 80 }), (numbers) => {
        checkSameFlow(randomWorkflow(numbers), allAssignments(48));
      }),
      { numRuns: 150 },
    );
  });
});
