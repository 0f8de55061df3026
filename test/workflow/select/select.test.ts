import { describe, expect, test } from 'vitest';
import { absolute, itemName, readWorkflow } from '../../../workflow/read';
import { type SelectionTexts, selectNodes } from '../../../workflow/select';
import { CATALOGUE } from '../check/catalogue';

const TEXT = `name: orders
format: 1
waves:
- {name: first, select: "+choose"}
- {name: second, select: "full delta"}
images: {yoshi: {url: "registry.example.com/yoshi:1"}}
resources:
- {name: scratch, type: scratch_directory, properties: {path: /scratch/orders}}
before:
- {name: guard, type: dummy}
operators:
- {name: probe, type: container, image: yoshi, group: load/eu, on_failure: [clean-up], properties: {command: [probe]}}
- {name: clean-up, type: BashOperator, group: load, properties: {bash_command: clean}}
- name: choose
  type: branch
  upstream_dependencies: [probe]
  cases: [{when: "{{ params.full }}", then: [full]}]
  otherwise: [delta]
- {name: full, type: bash, requires_resources: [scratch], properties: {bash_command: full}}
- {name: delta, type: bash, properties: {bash_command: delta}}
- {name: gather, type: join, paths: [[full, delta, clean-up]]}
- {name: publish, type: bash, upstream_dependencies: [gather, regions], properties: {bash_command: publish}}
sub_dags:
- {name: regions, type: sub_dag, target: region, upstream_dependencies: [probe]}
- {name: others, type: sub_dag, target: region}
after:
- {name: report, type: dummy}
---
name: region
operators:
- {name: fetch, type: bash, properties: {bash_command: fetch}}
- {name: store, type: bash, upstream_dependencies: [fetch], properties: {bash_command: store}}
`;

/** The names of what is kept, in the order of the file, and what is wrong. */
function kept(texts: SelectionTexts): string {
  const file = readWorkflow('orders.workflow.yaml', TEXT);
  const { keep, problems } = selectNodes(file, texts, CATALOGUE);
  const names = file.documents.flatMap(({ items }) =>
    items.flatMap((item) => {
      const name = itemName(item);
      if (name === undefined || !keep.has(item)) return [];
      const { start, end } = absolute(item, name);
      return [TEXT.slice(start, end)];
    }),
  );
  const wrong = problems.map(({ of, range, message }) => {
    return `!${of} ${range.start}-${range.end} ${JSON.stringify((texts[of] ?? '').slice(range.start, range.end))} ${message}`;
  });
  return [names.join(' '), ...wrong].join('\n');
}

describe('a selection takes', () => {
  test.each([
    ['a name', 'full', 'full'],
    ['a union', 'full publish', 'full publish'],
    ['what stands before, sections, cases and resources included', '+full', 'scratch guard probe choose full'],
    ['handlers, items of joins and sections behind', 'clean-up+', 'clean-up gather publish report'],
    ['a number of steps', '1+full', 'scratch choose full'],
    ['a number of steps behind', 'full+2', 'full gather publish'],
    ['both ways', '1+gather+1', 'clean-up full delta gather publish'],
    [
      'what is behind, with all that it needs',
      '@delta',
      'scratch guard probe clean-up choose full delta gather publish regions others report fetch store',
    ],
    ['patterns', 'f?l* [dg]e*', 'full delta'],
    ['types, under any of their names', 'type:bash,*e*', 'clean-up delta regions others fetch store'],
    ['images', 'image:yoshi', 'probe'],
    ['users of resources', 'resource:scr*', 'full'],
    ['sections', 'section:before section:after', 'guard report'],
    ['groups with the groups in them', 'group:load', 'probe clean-up'],
    ['groups', 'group:load/eu', 'probe'],
    ['the first wave', 'wave:first', 'guard probe choose'],
    ['a later wave', 'wave:second', 'full delta'],
    ['a node with all that it stands for', 'regions', 'regions fetch store'],
    ['an inner node with what stands for it', 'region.store', 'regions others store'],
    ['what is before a document', '+region.fetch', 'guard probe regions others fetch'],
    ['what is behind a document', 'region.store+', 'publish regions others report store'],
    ['an intersection', '+publish,type:bash', 'clean-up full delta publish regions others fetch store'],
    ['a name of the first document by its document', 'orders.full', 'full'],
  ])('%s: %s', (_, select, expected) => {
    expect(kept({ select })).toBe(expected);
  });

  test.each([
    [
      'one use of a shared document leaves the other',
      'others',
      'scratch guard probe clean-up choose full delta gather publish regions report fetch store',
    ],
    [
      'all uses take the document',
      'regions others',
      'scratch guard probe clean-up choose full delta gather publish report',
    ],
    [
      'an inner node',
      'region.fetch',
      'scratch guard probe clean-up choose full delta gather publish regions others report store',
    ],
  ])('without %s', (_, exclude, expected) => {
    expect(kept({ exclude })).toBe(expected);
  });

  test('what is selected less what is excluded', () => {
    expect(kept({ select: '+full', exclude: 'probe' })).toBe('scratch guard choose full');
  });
});

describe('what is wrong is said with its place', () => {
  test.each([
    ['publsh', '\n!select 0-6 "publsh" no node is called "publsh". Did you mean "publish"?'],
    ['full +gatherr', 'full\n!select 5-13 "+gatherr" no node is called "gatherr". Did you mean "gather"?'],
    ['store', '\n!select 0-5 "store" no node is called "store". Did you mean "region.store"?'],
    [
      'tpe:bash',
      '\n!select 0-8 "tpe:bash" "tpe" selects nothing; there are type, wave, resource, image, section, group. Did you mean "type"?',
    ],
    ['type:bush', '\n!select 0-9 "type:bush" no node has the type "bush". Did you mean "bash"?'],
    ['wave:frst', '\n!select 0-9 "wave:frst" there is no wave "frst". Did you mean "first"?'],
    ['type:', '\n!select 0-5 "type:" "type:" says nothing behind the colon.'],
    ['full, delta', 'full delta\n!select 5-5 "" A comma stands between two terms, with no blank beside it.'],
    ['+', '\n!select 0-1 "+" "+" names no node.'],
    ['a+b', '\n!select 0-3 "a+b" "a+b" is no term: "+" stands before or behind a name, and "@" only before it.'],
    [
      '@full+',
      '\n!select 0-6 "@full+" "@full+" has "@" and "+": "@" already takes what is behind, and all that it needs.',
    ],
    [' ', '\n!select 0-1 " " A selection names at least one node.'],
  ])('%j', (select, expected) => {
    expect(kept({ select })).toBe(expected);
  });
});
