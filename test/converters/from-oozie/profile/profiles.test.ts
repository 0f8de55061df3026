import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { builtInCatalogue } from '../../../../cli/data';
import { profileNames } from '../../../../converters/from-oozie';
import { loadProfile, profileTexts } from '../../../../converters/from-oozie/profile/load-profile';
import { findType, parametersOf } from '../../../../schemas';

const schema = JSON.parse(readFileSync('schemas/format/profile.schema.json', 'utf8'));
const catalogue = builtInCatalogue();

test.each(profileNames)('%s follows its schema, and its types and properties exist', (name) => {
  const profile = loadProfile(name);
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  const written = parse(profileTexts.get(name) ?? '');
  expect(validate(written), JSON.stringify(validate.errors)).toBe(true);
  for (const rule of profile?.actions ?? []) {
    const type = findType(catalogue, rule.type);
    expect(type, rule.type).toBeDefined();
    const known = type === undefined ? [] : [...parametersOf(catalogue, type).keys()];
    const place = rule.into ?? { script: 'bash_command', variables: 'env' };
    const script = rule.script === undefined ? [] : [place.script, place.variables];
    const used = [...Object.keys(rule.properties ?? {}), ...script];
    expect(known).toEqual(expect.arrayContaining(used));
  }
});

test('the schema refuses what no profile may say', () => {
  const validate = new Ajv({ strict: false }).compile(schema);
  const base = { profile: 'p', source: 'oozie', summary: 's' };
  expect(validate({ ...base, actions: [{ action: 'fs', type: 'bash' }] })).toBe(false);
  expect(
    validate({ ...base, actions: [{ action: 'fs', type: 'bash', script: [{ words: [{ value: 'x', as: 'raw' }] }] }] }),
  ).toBe(false);
});
