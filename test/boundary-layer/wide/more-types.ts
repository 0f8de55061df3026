import { chance, type Data, type Mutable, type Pair, pick, type Random } from '../made';

const map = (...pairs: readonly Pair[]): Mutable => new Map(pairs);

/** Types of the default plugin that the plain workflows have not, each with what it needs and something that it may have. */
const TYPES: Readonly<Record<string, { readonly needs: readonly Pair[]; readonly may: readonly Pair[] }>> = {
  bigquery_create_table: {
    needs: [
      ['dataset_id', 'd'],
      ['table_id', 't'],
      ['project_id', 'p'],
    ],
    may: [
      ['schema_fields', [map(['name', 'a'], ['type', 'STRING'])]],
      ['time_partitioning', map(['type', 'DAY'])],
      ['labels', map(['team', 'data'])],
    ],
  },
  bigquery_operator: {
    needs: [['sql', 'select 1']],
    may: [
      ['destination_dataset_table', 'p.d.t'],
      ['use_legacy_sql', false],
      ['write_disposition', 'WRITE_TRUNCATE'],
      ['maximum_bytes_billed', 10],
      ['labels', map(['team', 'data'])],
    ],
  },
  bigquery_to_gcs: {
    needs: [
      ['source_project_dataset_table', 'p.d.t'],
      ['destination_cloud_storage_uris', ['gs://b/o']],
    ],
    may: [
      ['compression', 'GZIP'],
      ['export_format', 'AVRO'],
      ['print_header', false],
    ],
  },
  branch_python: { needs: [['python_callable', '<<json.dumps>>']], may: [['op_args', ['a', 1]]] },
  cloud_sql_export_operator: {
    needs: [
      ['instance', 'i'],
      ['body', map(['exportContext', map(['uri', 'gs://b/o'])])],
    ],
    may: [['project_id', 'p']],
  },
  dataflow_template: {
    needs: [['template', 'gs://b/t']],
    may: [
      ['parameters', map(['a', 'b'])],
      ['dataflow_default_options', map(['project', 'p'])],
      ['poll_sleep', 5],
    ],
  },
  dataproc_hadoop: {
    needs: [
      ['cluster_name', 'c'],
      ['region', 'r'],
    ],
    may: [
      ['main_class', 'com.acme.Main'],
      ['arguments', ['--date', '{{ ds }}']],
      ['dataproc_hadoop_jars', ['gs://b/a.jar']],
    ],
  },
  dataproc_pyspark: {
    needs: [
      ['main', 'gs://b/main.py'],
      ['cluster_name', 'c'],
      ['region', 'r'],
    ],
    may: [['arguments', ['a']]],
  },
  dataproc_spark: {
    needs: [
      ['main_class', 'com.acme.Main'],
      ['cluster_name', 'c'],
      ['region', 'r'],
    ],
    may: [['arguments', ['a']]],
  },
  gcp_pubsub_pull_sensor: {
    needs: [
      ['project', 'p'],
      ['subscription', 's'],
    ],
    may: [
      ['max_messages', 3],
      ['ack_messages', true],
      ['timeout', 60],
    ],
  },
  gcs_delete_operator: { needs: [['bucket_name', 'b']], may: [['objects', ['a', 'b']]] },
  gcs_prefix_sensor: {
    needs: [
      ['bucket', 'b'],
      ['prefix', 'p'],
    ],
    may: [
      ['poke_interval', 30],
      ['soft_fail', true],
    ],
  },
  gcs_to_bigquery: {
    needs: [
      ['bucket', 'b'],
      ['source_objects', ['a']],
      ['source_format', 'CSV'],
      ['destination_project_dataset_table', 'p.d.t'],
    ],
    may: [
      ['skip_leading_rows', 1],
      ['write_disposition', 'WRITE_APPEND'],
      ['autodetect', true],
    ],
  },
  gcs_to_s3: {
    needs: [
      ['bucket', 'b'],
      ['prefix', 'p'],
      ['delimiter', '.csv'],
      ['dest_aws_conn_id', 'aws'],
      ['dest_s3_key', 's3://b/k'],
    ],
    may: [['replace', true]],
  },
  gke_pod_operator: {
    needs: [
      ['project_id', 'p'],
      ['location', 'l'],
      ['cluster_name', 'c'],
      ['name', 'pod'],
      ['namespace', 'n'],
      ['image', 'alpine:3'],
    ],
    may: [['arguments', ['a']]],
  },
  dataproc_cluster_delete: {
    needs: [
      ['cluster_name', 'c'],
      ['region', 'r'],
    ],
    may: [['project_id', 'p']],
  },
};

/** What tasks take of a cluster that they require: they name neither it nor its region. */
const OF_A_CLUSTER: readonly string[] = ['cluster_name', 'region'];

/** Gives some tasks without work another type; what a required cluster provides is mostly left to it. */
export function retyped(items: readonly Mutable[], random: Random): void {
  for (const item of items) {
    if (item.get('type') !== 'dummy' || !chance(random, 0.6)) continue;
    const [name, { needs, may }] = pick(random, Object.entries(TYPES));
    const required = item.get('requires_resources');
    const given = Array.isArray(required) && required.length > 0 && chance(random, 0.8);
    item.set('type', name);
    const properties = item.get('properties');
    const into: Mutable = properties instanceof Map ? properties : new Map<string, Data>();
    for (const [key, value] of needs) if (!given || !OF_A_CLUSTER.includes(key)) into.set(key, value);
    for (const [key, value] of may) if (chance(random, 0.4)) into.set(key, value);
    item.set('properties', into);
  }
}
