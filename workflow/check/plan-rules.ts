import type { RuleFacts } from '../../text/rules';

/** What planning finds: parts of a workflow that are understood and cannot be built. */
export const PLAN_RULES: readonly RuleFacts[] = [
  {
    id: 'ambiguous-argument',
    category: 'correctness',
    documentation: {
      summary: 'Two resources that a task requires provide the same argument.',
      why: 'Neither is meant more than the other, so the task might use the wrong one.',
      bad: `name: orders
resources:
- {name: input, type: scratch_directory, properties: {path: /scratch/input}}
- {name: output, type: scratch_directory, properties: {path: /scratch/output}}
operators:
- {name: load, type: bash, requires_resources: [input, output], properties: {bash_command: load}}
`,
      good: `name: orders
resources:
- {name: input, type: scratch_directory, properties: {path: /scratch/input}}
- {name: output, type: scratch_directory, properties: {path: /scratch/output}}
operators:
- {name: load, type: bash, requires_resources: [input, output], properties: {bash_command: load, cwd: /scratch/input}}
`,
    },
  },
  {
    id: 'dynamic-generator',
    category: 'correctness',
    documentation: {
      summary:
        'A task of a generator whose items are known only when Airflow parses the DAG file has an id that cannot be told.',
      why: 'What depends on a task, and what chooses it, has to know its id. Of items that are known only later ids are made from the name of the item, and from no other Python.',
      bad: `name: orders
default_task_args: {start_date: '2026-01-01'}
imports: {objects: [{module: acme.tables, objects: [TABLES]}]}
generators:
- {name: tables, type: list_generator, target: table, properties: {items: ["<<TABLES[0]>>", customers]}}
---
name: table
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item>>", task_id: "load-<<item.upper()>>"}}
`,
      good: `name: orders
default_task_args: {start_date: '2026-01-01'}
imports: {objects: [{module: acme.tables, objects: [TABLES]}]}
generators:
- {name: tables, type: list_generator, target: table, properties: {items: ["<<TABLES[0]>>", customers]}}
---
name: table
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item>>", task_id: "load-<<item_name>>"}}
`,
    },
  },
  {
    id: 'image-without-url',
    category: 'correctness',
    documentation: {
      summary: 'An image that a task uses has no URL for the environment that is built for.',
      why: 'The task would have no image to run, and say so only when it runs.',
      bad: `name: orders
format: 1
images: {load: {environments: {prod: "registry.example.com/load:1"}}}
operators:
- {name: load, type: container, image: load}
`,
      good: `name: orders
format: 1
images: {load: {environments: {prod: "registry.example.com/load:1"}, from_env: LOAD_IMAGE}}
operators:
- {name: load, type: container, image: load}
`,
    },
  },
  {
    id: 'expansion-too-large',
    category: 'correctness',
    documentation: {
      summary: 'What generators, sub-DAGs and composites stand for is more than can be built.',
      why: 'Documents that hold each other grow with every step; Airflow would not load what comes of it.',
      bad: `name: orders
format: 1
generators:
- {name: a, type: list_generator, target: tens, properties: {items: [a, b, c, d, e, f, g, h, i, j]}}
---
name: tens
generators:
- {name: b, type: list_generator, target: hundreds, properties: {items: [a, b, c, d, e, f, g, h, i, j]}}
---
name: hundreds
generators:
- {name: c, type: list_generator, target: thousands, properties: {items: [a, b, c, d, e, f, g, h, i, j]}}
---
name: thousands
generators:
- {name: d, type: list_generator, target: load, properties: {items: [a, b, c, d, e, f, g, h, i, j]}}
---
name: load
operators:
- {name: load, type: bash, properties: {bash_command: "load \${{ item }}"}}
- {name: check, type: bash, properties: {bash_command: "check \${{ item }}"}}
`,
      good: `name: orders
format: 1
generators:
- {name: a, type: list_generator, target: load, properties: {items: [a, b, c, d, e, f, g, h, i, j]}}
---
name: load
operators:
- {name: load, type: bash, properties: {bash_command: "load \${{ item }}"}}
- {name: check, type: bash, properties: {bash_command: "check \${{ item }}"}}
`,
    },
  },
  {
    id: 'null-in-text',
    category: 'correctness',
    documentation: {
      summary: 'A placeholder inside of text stands for null, or for a parameter that was not given.',
      why: 'Text has no way to say that there is nothing: a command would run with the word "null", or with a part missing.',
      bad: `name: orders
format: 1
generators:
- name: tables
  type: list_object_generator
  target: table
  properties: {items: [{name: orders, region: eu}, {name: customers, region: null}]}
---
name: table
operators:
- {name: load, type: bash, properties: {bash_command: "load \${{ item.name }} --region \${{ item.region }}"}}
`,
      good: `name: orders
format: 1
generators:
- name: tables
  type: list_object_generator
  target: table
  properties: {items: [{name: orders, region: eu}, {name: customers, region: all}]}
---
name: table
operators:
- {name: load, type: bash, properties: {bash_command: "load \${{ item.name }} --region \${{ item.region }}"}}
`,
    },
  },
  {
    id: 'invalid-pattern',
    category: 'correctness',
    documentation: {
      summary: 'A pattern of a `regex_blocklist` is no regular expression that can be used.',
      why: 'It would fail when the items are made. Look-around and back references are not offered: their cost has no bound.',
      bad: `name: orders
generators:
- name: tables
  type: list_generator
  target: table
  regex_blocklist: ["("]
  properties: {items: [orders, customers]}
---
name: table
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item>>"}}
`,
      good: `name: orders
generators:
- name: tables
  type: list_generator
  target: table
  regex_blocklist: ["cust"]
  properties: {items: [orders, customers]}
---
name: table
operators:
- {name: load, type: bash, properties: {bash_command: "load <<item>>"}}
`,
    },
  },
  {
    id: 'reference-cycle',
    category: 'correctness',
    documentation: {
      summary: 'A document stands, by way of others, for itself.',
      why: 'A DAG that holds itself would never end.',
      bad: `name: orders
sub_dags:
- {name: load, type: sub_dag, target: loading}
---
name: loading
sub_dags:
- {name: again, type: sub_dag, target: loading}
`,
      good: `name: orders
sub_dags:
- {name: load, type: sub_dag, target: loading}
---
name: loading
operators:
- {name: fetch, type: bash, properties: {bash_command: fetch}}
`,
    },
  },
  {
    id: 'unsupported-container-property',
    category: 'correctness',
    documentation: {
      summary: 'A property of a container means nothing to the backend that is built for.',
      why: 'It would be left out in silence, and the container would run without it.',
      bad: `name: orders
format: 1
operators:
- name: load
  type: container
  image: registry.example.com/load:1
  properties:
    secrets: {TOKEN: {secret: shop, key: token}}
`,
      good: `name: orders
format: 1
operators:
- name: load
  type: container
  image: registry.example.com/load:1
  properties:
    secrets: {TOKEN: {connection: shop}}
`,
    },
  },
  {
    id: 'unsupported-pull',
    category: 'correctness',
    documentation: {
      summary: 'When an image is pulled is said in a way that the backend does not know.',
      why: 'Docker pulls an image that the host lacks whatever is said, so `never` could not be kept.',
      bad: `name: orders
format: 1
images: {load: {url: "registry.example.com/load:1", pull: never}}
operators:
- {name: load, type: container, image: load}
`,
      good: `name: orders
format: 1
images: {load: {url: "registry.example.com/load:1", pull: missing}}
operators:
- {name: load, type: container, image: load}
`,
    },
  },
];
