import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  documentationUrl,
  findType,
  loadCatalogue,
  openPack,
  openProviders,
  packProviders,
  parametersOf,
} from '../../schemas';
import { catalogueFiles, PROVIDERS } from './catalogue-files';

const { catalogue } = loadCatalogue(catalogueFiles(), PROVIDERS);

function typeOf(name: string) {
  const type = findType(catalogue, name);
  if (type === undefined) throw new Error(`no type ${name}`);
  return type;
}

describe('the classes of the official packages', () => {
  test('are counted by kind', () => {
    const counted = new Map<string, number>();
    for (const { kind } of PROVIDERS.classes) counted.set(kind, (counted.get(kind) ?? 0) + 1);
    expect(Object.fromEntries(counted)).toEqual({ operator: 955, sensor: 157, transfer: 83 });
  });

  test('are found by class path and by a class name that only one has', () => {
    const path = 'airflow.providers.google.cloud.operators.bigquery.BigQueryInsertJobOperator';
    expect(typeOf('BigQueryInsertJobOperator').classPath).toBe(path);
    expect(typeOf(path)).toBe(typeOf('BigQueryInsertJobOperator'));
    expect(findType(catalogue, 'DataprocCreateClusterOperator')?.name).toBe('dataproc_cluster_create');
    expect(PROVIDERS.homonyms('DataprocCreateClusterOperator')).toHaveLength(2);
  });

  test('that only serve to derive from are known by path, not offered', () => {
    const path = 'airflow.providers.common.sql.operators.sql.BaseSQLOperator';
    expect(typeOf(path).name).toBe(path);
    expect(findType(catalogue, 'BaseSQLOperator')).toBeUndefined();
    expect(PROVIDERS.classes.some(({ classPath }) => classPath === path)).toBe(false);
  });

  test('have what their constructors take, bases included', () => {
    const parameters = parametersOf(catalogue, typeOf('SlackAPIPostOperator'));
    expect(parameters.get('channel')).toMatchObject({ type: { kind: 'text' }, templated: true, required: false });
    expect(parameters.has('slack_conn_id')).toBe(true);
    expect(parameters.has('retries')).toBe(true);
    // SlackAPIPostOperator passes `method` to its base itself.
    expect(parameters.has('method')).toBe(false);
  });

  test('know which of their parameters warn, and what to use instead', () => {
    const region = parametersOf(catalogue, typeOf('EksCreateClusterOperator')).get('region');
    expect(region?.deprecated).toBe('Use region_name.');
    expect(typeOf('StackdriverUpsertAlertOperator').deprecated).toMatch(/CloudMonitoringUpsertAlertOperator\.$/);
  });

  test('have a page in the official documentation', () => {
    expect(documentationUrl(typeOf('GCSToBigQueryOperator'))).toBe(
      'https://airflow.apache.org/docs/apache-airflow-providers-google/stable/_api/airflow/providers/google/cloud/transfers/gcs_to_bigquery/index.html#airflow.providers.google.cloud.transfers.gcs_to_bigquery.GCSToBigQueryOperator',
    );
  });

  test('that Airflow 2.11 lacks are named', () => {
    const missing = PROVIDERS.classes.filter(({ classPath }) => PROVIDERS.missingOn211(classPath));
    expect(missing.map(({ name }) => name)).toEqual([
      'AnthropicAgentSessionOperator',
      'AnthropicBatchOperator',
      'AnthropicBatchSensor',
      'ApprovalOperator',
      'HITLBranchOperator',
      'HITLEntryOperator',
      'HITLOperator',
    ]);
  });

  test('differ between Airflows where Airflow does', () => {
    expect(catalogue.sensorParameters.get('timeout')?.default).toBeNull();
    expect(catalogue.on('2.11').sensorParameters.get('timeout')?.default).toBe(604800);
    expect(catalogue.baseParameters.has('retry_policy')).toBe(true);
    expect(catalogue.on('2.11').baseParameters.has('retry_policy')).toBe(false);
  });
});

describe('what is gone', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['SnowflakeOperator', 'airflow.providers.common.sql.operators.sql.SQLExecuteQueryOperator'],
    ['airflow.operators.bash_operator.BashOperator', 'airflow.providers.standard.operators.bash.BashOperator'],
    ['SimpleHttpOperator', 'airflow.providers.http.operators.http.HttpOperator'],
    [
      'GCSObjectsWtihPrefixExistenceSensor',
      'airflow.providers.google.cloud.sensors.gcs.GCSObjectsWithPrefixExistenceSensor',
    ],
  ];
  test.each(cases)('%s has a successor', (name, successor) => {
    expect(PROVIDERS.formerClass(name)?.use).toBe(successor);
    expect(findType(catalogue, successor)).toBeDefined();
  });

  test('a class that is still there is not gone', () => {
    expect(PROVIDERS.formerClass('BashOperator')).toBeUndefined();
  });

  test('a parameter that went has the release that last had it', () => {
    const path = 'airflow.providers.google.cloud.transfers.presto_to_gcs.PrestoToGCSOperator';
    expect(PROVIDERS.formerParameter(path, 'google_cloud_storage_conn_id')).toEqual({
      provider: 'google',
      last: '6.8.0',
      use: 'gcp_conn_id',
    });
  });
});

describe('the pack', () => {
  const folder = new URL('../../schemas/providers/', import.meta.url);
  const names = readdirSync(folder).sort();
  const files = new Map(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));
  const pack = packProviders(files);

  test('says the same of every class as the files', () => {
    const packed = openProviders(openPack(pack.head, () => pack.blocks));
    expect(packed.classes).toEqual(PROVIDERS.classes);
    for (const type of packed.classes) expect(packed.factsOf(type)).toEqual(PROVIDERS.factsOf(type));
  });

  test('is ASCII, so that offsets count bytes and characters alike', () => {
    expect(Buffer.byteLength(pack.blocks)).toBe(pack.blocks.length);
  });

  test('reads no block before one is asked for', () => {
    let reads = 0;
    const packed = openProviders(
      openPack(pack.head, () => {
        reads += 1;
        return pack.blocks;
      }),
    );
    expect(packed.find('BashOperator')?.kind).toBe('operator');
    expect(reads).toBe(0);
  });
});
