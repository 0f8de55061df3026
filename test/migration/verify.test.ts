import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtInCatalogue } from '../../cli/data';
import type { ConvertedWorkflow } from '../../converters/contract';
import { convertOozie } from '../../converters/from-oozie';
import { readXml } from '../../converters/from-oozie/xml/read-xml';
import { verifyFlow } from '../../migration/verify';
import { explore } from '../../migration/verify/explore';
import { tokenJob } from '../../migration/verify/verify';
import { type Plan, planWorkflow } from '../../workflow/plan';
import { readWorkflow } from '../../workflow/read';
import { writeDraft } from '../../workflow/write';
import { runOozie } from '../converters/from-oozie/oozie-machine';
import { randomWorkflow } from '../converters/from-oozie/random-workflow';

const catalogue = builtInCatalogue();
const numbers = fc.array(fc.nat({ max: 1000 }), { minLength: 40, maxLength: 80 });

function convert(xml: string): { readonly flow: NonNullable<ConvertedWorkflow['flow']>; readonly plan: Plan } {
  const options = { profile: 'hadoop-cli', properties: new Map<string, string>(), airflow: '3.3' } as const;
  const { workflows } = convertOozie({ entry: 'workflow.xml', files: new Map([['workflow.xml', xml]]), options });
  const [workflow] = workflows;
  if (workflow?.flow === undefined) throw new Error(`not converted: ${xml}`);
  const { plan } = planWorkflow(readWorkflow('w.workflow.yaml', writeDraft(workflow.draft).text), { catalogue });
  if (plan === undefined) throw new Error('not planned');
  return { flow: workflow.flow, plan };
}

describe('the tokens of verify', () => {
  test('do what a machine does that was written apart from it', () => {
    fc.assert(
      fc.property(numbers, (random) => {
        const xml = randomWorkflow(random);
        const { root } = readXml(xml);
        if (root === undefined) throw new Error('no XML');
        let left = 40;
        for (const { outcomes, choices, run } of explore(tokenJob(convert(xml).flow, false), 1, 500).scenarios) {
          if (left-- === 0) break;
          const assigned = [...outcomes].map(
            ([name, outcome]) => [name, choices.has(name) ? outcome : outcome === 1 ? 'error' : 'ok'] as const,
          );
          const other = runOozie(root, new Map(assigned));
          expect([...run.may].sort()).toEqual([...other.actions].sort());
          expect(run.ends.has(other.state === 'STUCK' ? 'stuck' : other.state)).toBe(true);
          expect([...run.must].every((name) => run.may.has(name))).toBe(true);
          if (!run.ends.has('KILLED')) expect([...run.must].sort()).toEqual([...run.may].sort());
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('verify', () => {
  test('finds what the converter makes of any workflow that Oozie accepts to be the same', () => {
    fc.assert(
      fc.property(numbers, (random) => {
        const { flow, plan } = convert(randomWorkflow(random));
        expect(verifyFlow({ legacy: flow, plan, seed: 1, predicted: false, limit: 300 }).differences).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test('finds an edge that is missing', () => {
    const action = (name: string, ok: string) =>
      `<action name="${name}"><fs><mkdir path="/x"/></fs><ok to="${ok}"/><error to="stop"/></action>`;
    const xml = `<workflow-app name="w"><start to="a"/>${action('a', 'b')}${action('b', 'c')}${action('c', 'end')}<kill name="stop"/><end name="end"/></workflow-app>`;
    const { flow, plan } = convert(xml);
    expect(verifyFlow({ legacy: flow, plan, seed: 1, predicted: false }).equivalent).toBe(true);
    const cut = { ...plan, edges: plan.edges.filter(({ to }) => to !== 'c') };
    const found = verifyFlow({ legacy: flow, plan: cut, seed: 1, predicted: true });
    expect(found.differences[0]).toMatchObject({
      assignment: { a: 'success', b: 'success', c: 'success' },
      message: 'c starts on Airflow before a has ended.',
      named: true,
    });
    expect(found.differences.map(({ message }) => message)).toContain(
      'c runs on Airflow, and never does in the legacy job.',
    );
  });

  test('lets a handler of several parallel paths start with the first that fails', () => {
    const action = (name: string, ok: string, error: string) =>
      `<action name="${name}"><fs><mkdir path="/x"/></fs><ok to="${ok}"/><error to="${error}"/></action>`;
    const work = `${action('a', 'b', 'tell')}${action('b', 'j', 'tell')}${action('c', 'j', 'tell')}${action('tell', 'stop', 'stop')}`;
    const xml = `<workflow-app name="w"><start to="f"/><fork name="f"><path start="a"/><path start="c"/></fork>${work}<join name="j" to="end"/><kill name="stop"/><end name="end"/></workflow-app>`;
    const { flow, plan } = convert(xml);
    const both = [...explore(tokenJob(flow, false), 1).scenarios].find(
      ({ outcomes }) => outcomes.get('b') === 1 && outcomes.get('c') === 1,
    );
    expect([...(both?.run.before.get('tell') ?? [])]).toEqual([]);
    expect(verifyFlow({ legacy: flow, plan, seed: 1, predicted: false }).differences).toEqual([]);
  });

  test('tells of a sample by its seed, and takes the same one again', () => {
    const ways = Array.from({ length: 12 }, (_, index) => `a${index}`);
    const actions = ways.map((name) => `<action name="${name}"><fs/><ok to="j"/><error to="j"/></action>`);
    const xml = `<workflow-app name="w"><start to="f"/><fork name="f">${ways.map((name) => `<path start="${name}"/>`).join('')}</fork>${actions.join('')}<join name="j" to="end"/><end name="end"/></workflow-app>`;
    const { flow, plan } = convert(xml);
    const all = verifyFlow({ legacy: flow, plan, seed: 5, predicted: false });
    expect(all).toMatchObject({ equivalent: true, exhaustive: true, scenarios: 2 ** 12 });
    const sampled = verifyFlow({ legacy: flow, plan, seed: 5, predicted: false, limit: 1000 });
    expect(sampled).toMatchObject({ equivalent: true, exhaustive: false, seed: 5 });
    expect(sampled.scenarios).toBeGreaterThan(1000);
    expect(verifyFlow({ legacy: flow, plan, seed: 5, predicted: false, limit: 1000 })).toEqual(sampled);
  }, 60_000);
});
