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

/** A workflow that Oozie accepts, made from a list of random numbers. */
function randomWorkflow(numbers: readonly number[]): string {
  let used = 0;
  const pick = (count: number): number => (numbers[used++ % numbers.length] ?? 0) % count;
  const nodes: string[] = [];
  let names = 0;
  const fresh = (kind: string) => `${kind}-${names++}`;
  const action = (name: string, ok: string, error: string) =>
    nodes.push(`<action name="${name}"><fs><mkdir path="/x"/></fs><ok to="${ok}"/><error to="${error}"/></action>`);
  /** A stretch of nodes that leads to the first of `later`; gives its first node. */
  const stretch = (later: readonly string[], depth: number, inFork: boolean): string => {
    const [next = 'end'] = later;
    const ways = names > 25 ? 2 : 8;
    switch (pick(ways)) {
      case 2: {
        if (depth > 2) break;
        const name = fresh('choose');
        const cases = Array.from({ length: 1 + pick(2) }, () => target(later, depth, inFork));
        const otherwise = pick(3) === 0 ? next : target(later, depth, inFork);
        const written = cases.map((to, index) => `<case to="${to}">\${c${index} eq 'x'}</case>`);
        nodes.push(
          `<decision name="${name}"><switch>${written.join('')}<default to="${otherwise}"/></switch></decision>`,
        );
        return name;
      }
      case 3: {
        if (depth > 2) break;
        const name = fresh('fork');
        const join = fresh('join');
        const paths = Array.from({ length: 2 + pick(2) }, () => stretch([join], depth + 1, true));
        nodes.push(
          `<fork name="${name}">${paths.map((start) => `<path start="${start}"/>`).join('')}</fork>`,
          `<join name="${join}" to="${next}"/>`,
        );
        return name;
      }
      case 4:
      case 5: {
        const second = stretch(later, depth, inFork);
        return stretch([second, ...later], depth, inFork);
      }
    }
    const name = fresh('a');
    action(name, next, errorTarget(later, inFork));
    return name;
  };
  const target = (later: readonly string[], depth: number, inFork: boolean): string => {
    const choice = pick(6);
    if (choice === 0) return 'stop';
    return choice === 1 && !inFork ? 'end' : stretch(later, depth + 1, inFork);
  };
  const errorTarget = (later: readonly string[], inFork: boolean): string => {
    const choice = pick(6);
    if (choice < 2) return 'stop';
    if (choice === 2) return later[pick(later.length)] ?? 'stop';
    if (choice === 3 && !inFork) return 'end';
    const handler = fresh('handle');
    const after = pick(3) === 0 ? 'stop' : (later[pick(later.length)] ?? 'stop');
    action(handler, after, pick(2) === 0 ? 'stop' : after);
    return handler;
  };
  const first = stretch(['end'], 0, false);
  const kill = '<kill name="stop"><message>no</message></kill>';
  return `<workflow-app name="w"><start to="${first}"/>${nodes.join('')}${kill}<end name="end"/></workflow-app>`;
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
