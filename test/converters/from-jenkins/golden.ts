import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** Compares a text with the file that a person has read and accepted; `UPDATE_GOLDEN=1` writes it anew. */
export function checkGolden(file: string, text: string): void {
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(existsSync(file), `${file} is missing: run with UPDATE_GOLDEN=1 and read it`).toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

export function beside(url: string, ...parts: readonly string[]): string {
  return path.join(path.dirname(fileURLToPath(url)), ...parts);
}
