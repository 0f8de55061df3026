import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../text/edit';
import { readWorkflow } from '../../../workflow/read';
import { addWave, wavesOf } from '../../../workflow/select';

const NODES = [
  { document: undefined, name: 'load' },
  { document: 'inner', name: 'check' },
];

const TASKS = '# what runs\noperators:\n- {name: load, type: bash}\n';

describe('a wave that is added', () => {
  test.each([
    [
      'where there is none, above the comment of the first section',
      `name: x\n${TASKS}`,
      `name: x\nwaves:\n- { name: next, select: "load inner.check" }\n${TASKS}`,
    ],
    [
      'behind others',
      `name: x\nwaves:\n- {name: a, select: b}\n${TASKS}`,
      `name: x\nwaves:\n- {name: a, select: b}\n- { name: next, select: "load inner.check" }\n${TASKS}`,
    ],
    [
      'before one that takes all that is left, as deep as that',
      `name: x\nwaves:\n  - name: a\n    select: b\n  - name: all\n    select: "*"\n${TASKS}`,
      `name: x\nwaves:\n  - name: a\n    select: b\n  - { name: next, select: "load inner.check" }\n  - name: all\n    select: "*"\n${TASKS}`,
    ],
    [
      'in brackets',
      `name: x\nwaves: [{name: a, select: b}]\n${TASKS}`,
      `name: x\nwaves: [{name: a, select: b}, { name: next, select: "load inner.check" }]\n${TASKS}`,
    ],
    [
      'in brackets before the rest',
      `name: x\nwaves: [{name: a, select: "*"}]\n${TASKS}`,
      `name: x\nwaves: [{ name: next, select: "load inner.check" }, {name: a, select: "*"}]\n${TASKS}`,
    ],
    [
      'at the end of a file without a line end',
      'name: x\nwaves:\n- {name: a, select: b}',
      'name: x\nwaves:\n- {name: a, select: b}\n- { name: next, select: "load inner.check" }',
    ],
  ])('%s', (_, before, after) => {
    const edit = addWave(readWorkflow('x', before), 'next', NODES);
    const text = edit === undefined ? before : applyEdits(before, [edit]);
    expect(text).toBe(after);
    const added = wavesOf(readWorkflow('x', text)).find(({ name }) => name === 'next');
    expect(added?.select).toBe('load inner.check');
  });

  test.each([
    ['something else stands there', 'name: x\nwaves: 7\n'],
    ['nothing is picked', 'name: x\n'],
  ])('not where %s', (_, text) => {
    expect(addWave(readWorkflow('x', text), 'next', text.includes('7') ? NODES : [])).toBeUndefined();
  });
});
