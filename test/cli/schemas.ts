import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'vitest';

const FOLDER = new URL('../../schemas/format/', import.meta.url);

/** Expects that a value follows a published schema: `lint-output` for `schemas/format/lint-output.schema.json`. */
export function expectToFollow(name: string, value: unknown): void {
  const schema = JSON.parse(readFileSync(new URL(`${name}.schema.json`, FOLDER), 'utf8'));
  const follows = new Ajv({ allErrors: true, strictTypes: false }).compile(schema);
  follows(value);
  expect(follows.errors).toBeNull();
}
