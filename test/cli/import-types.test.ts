import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { findProgram } from '../programs';
import { dagport, folderWith } from './captured';

const PACKAGE = `from __future__ import annotations
from airflow.models import BaseOperator
from airflow.sensors.base import BaseSensorOperator
from airflow.providers.amazon.aws.operators.s3 import S3CopyObjectOperator

open("ran", "w").write("this file was run")

class LoadTableOperator(BaseOperator):
    """Loads a table.

    More about it.
    """
    template_fields = ("table",)
    def __init__(self, *, table: str, options: dict[str, str] | None = None, batch: int = 100, **kwargs):
        super().__init__(**kwargs)

class SecureCopyOperator(S3CopyObjectOperator):
    template_fields = (*S3CopyObjectOperator.template_fields, "key_id")
    def __init__(self, *, key_id: str, **kwargs):
        super().__init__(acl_policy="private", **kwargs)

class ReadySensor(BaseSensorOperator):
    def __init__(self, table: str, **kwargs):
        super().__init__(**kwargs)

class AcmeBaseOperator(BaseOperator):
    pass
`;

const WORKFLOW = `name: a
format: 1
dag_args: {schedule: null}
default_task_args: {owner: a, start_date: '2026-01-01'}
operators:
- {name: l, type: load_table, properties: {table: t, batch: many}}
- {name: c, type: SecureCopyOperator, properties: {key_id: k, source_bucket_key: a, dest_bucket_key: b, acl_policy: x}}
- {name: r, type: ready_sensor, properties: {table: t, poke_interval: 5}}
- {name: d, type: acme.operators.load.LoadTableOperator, properties: {batch: 1}}
`;

describe.skipIf(findProgram({ names: ['python3'], packages: ['python3'] }) === undefined)('types import', () => {
  test('makes types of a package that is read, not run', async () => {
    const folder = await folderWith({
      'acme/operators/load.py': PACKAGE,
      'dagport.yaml': 'catalogue: [types]\n',
      'a.workflow.yaml': WORKFLOW,
    });
    const { code, stdout } = await dagport(folder, ['types', 'import', '.', '-o', 'types']);
    expect([code, stdout]).toEqual([0, 'Wrote 3 types to types.\n']);
    await expect(readFile(path.join(folder, 'ran'))).rejects.toThrow();
    const entry = parse(await readFile(path.join(folder, 'types', 'secure_copy.yaml'), 'utf8'));
    expect(entry).toMatchObject({ kind: 'operator', extends: 's3_copy_object', withheld: ['acl_policy'] });
    const lint = JSON.parse((await dagport(folder, ['lint', '--format', 'json', 'a.workflow.yaml'])).stdout);
    const found = lint.files[0].diagnostics.map(({ rule, message }: { rule: string; message: string }) => [
      rule,
      message,
    ]);
    expect(found).toEqual([
      ['wrong-parameter-type', '"batch" takes an integer, and this is the text "many".'],
      ['unknown-parameter', '"SecureCopyOperator" takes no property "acl_policy".'],
      ['missing-parameter', '"acme.operators.load.LoadTableOperator" needs "table", which "d" does not give.'],
    ]);
  });

  test('replaces nothing unless it is told to', async () => {
    const folder = await folderWith({ 'acme/load.py': PACKAGE, 'types/load_table.yaml': 'mine\n' });
    const { code, stderr } = await dagport(folder, ['types', 'import', 'acme', '-o', 'types']);
    expect(code).toBe(2);
    expect(stderr).toContain('load_table.yaml would be overwritten');
    expect(await readFile(path.join(folder, 'types', 'load_table.yaml'), 'utf8')).toBe('mine\n');
  });

  test('says what is no package', async () => {
    const folder = await folderWith({ 'a.txt': '' });
    expect((await dagport(folder, ['types', 'import', 'nothing', '-o', 'types'])).stderr).toContain(
      'no file or folder',
    );
    expect((await dagport(folder, ['types', 'import', 'a.txt', '-o', 'types'])).stderr).toContain('no wheel');
  });
});
