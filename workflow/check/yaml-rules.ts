import type { RuleFacts } from '../../text/rules';

/** What the reader finds: the rules of YAML itself. They have no checks of their own. */
export const YAML_RULES: readonly RuleFacts[] = [
  {
    id: 'yaml-syntax',
    category: 'correctness',
    documentation: {
      summary: 'The text is not valid YAML.',
      why: 'What cannot be read cannot run. The rest of the file is read and checked all the same.',
      fixSafety:
        'Unsafe: quotes, blanks, colons and indentation are proposed where the text can be read with them, and it may mean something else.',
      bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: "load}}
`,
      good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: "load"}}
`,
    },
  },
  {
    id: 'tab-indentation',
    category: 'correctness',
    documentation: {
      summary: 'A tab indents a line, or separates values.',
      fixSafety: 'Unsafe: a tab between values becomes a blank. A tab that indents is left to you.',
      why: 'YAML 1.1 allows only blanks there, because readers do not agree on how wide a tab is.',
      bad: `name: orders
operators:
- name: load
\ttype: bash
`,
      good: `name: orders
operators:
- name: load
  type: bash
  properties: {bash_command: load}
`,
    },
  },
  {
    id: 'merge-conflict',
    category: 'correctness',
    documentation: {
      summary: 'Marks of a merge conflict.',
      why: 'No other reader takes the file. Only the first side of each conflict is read and checked.',
      bad: `name: orders
operators:
- name: load
  type: bash
<<<<<<< HEAD
  properties: {bash_command: load}
=======
  properties: {bash_command: load --full}
>>>>>>> full-load
`,
      good: `name: orders
operators:
- name: load
  type: bash
  properties: {bash_command: load --full}
`,
    },
  },
  {
    id: 'duplicate-anchor',
    category: 'correctness',
    documentation: {
      summary: 'Two anchors of one name in a document.',
      why: 'PyYAML, with which boundary-layer and Airflow read YAML, refuses the whole file.',
      bad: `name: orders
default_task_args: &usual {retries: 2}
operators:
- {name: load, type: bash, properties: &usual {bash_command: load}}
`,
      good: `name: orders
default_task_args: &usual {retries: 2}
operators:
- {name: load, type: bash, properties: &load {bash_command: load}}
`,
    },
  },
  {
    id: 'duplicate-key',
    category: 'suspicious',
    documentation: {
      summary: 'A key stands twice in a mapping.',
      why: 'Only the last one counts, in silence: what the first one says is lost. Where it is a "name", a dash or a line "---" above it may be missing.',
      fixSafety: 'A proposal, where the dash or the line "---" is missing.',
      bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load, bash_command: load --full}}
`,
      good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load --full}}
`,
    },
  },
  {
    id: 'unquoted-jinja',
    category: 'correctness',
    documentation: {
      summary: 'A Jinja template without quotes.',
      why: 'To YAML, braces are a mapping: the template would never reach Airflow.',
      bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: {{ params.command }}}}
`,
      good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: "{{ params.command }}"}}
`,
      fixSafety: 'Safe: only quotes are added. Where something else than text has to stand, a proposal.',
    },
  },
  {
    id: 'unknown-alias',
    category: 'correctness',
    documentation: {
      summary: 'An alias `*name` without an anchor `&name` above it in the same document.',
      why: 'What it stands for is not known. Anchors do not cross documents.',
      fixSafety: 'A proposal: the nearest name may be another anchor.',
      bad: `name: orders
default_task_args: &usual {retries: 2}
operators:
- {name: load, type: bash, properties: {<<: *ususal, bash_command: load}}
`,
      good: `name: orders
default_task_args: &usual {retries: 2}
operators:
- {name: load, type: bash, properties: {<<: *usual, bash_command: load}}
`,
    },
  },
  {
    id: 'no-mapping',
    category: 'correctness',
    documentation: {
      summary: 'A document, or an item of a section, is something else than a mapping.',
      why: 'A workflow is a mapping with a `name` and sections, and each item of a section a mapping with `name` and `type`.',
      bad: `name: orders
operators:
- load
- {name: publish, type: bash, properties: {bash_command: publish}}
`,
      good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: load}}
- {name: publish, type: bash, properties: {bash_command: publish}}
`,
    },
  },
  {
    id: 'yaml-tag',
    category: 'security',
    documentation: {
      summary: 'A tag that makes a value more than plain data.',
      why: 'Some YAML readers run code for such tags. Workflows are plain data; nothing of them is executed when they are read.',
      bad: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: !!python/name:os.getcwd ''}}
`,
      good: `name: orders
operators:
- {name: load, type: bash, properties: {bash_command: pwd}}
`,
    },
  },
  {
    id: 'too-many-aliases',
    category: 'security',
    documentation: {
      summary: 'The aliases of a document stand for more than 100,000 values.',
      why: 'A few lines of aliases of aliases can fill the memory of every reader. The rest of the document is not read.',
      bad: `name: orders
default_task_args:
  params:
    a: &a [${Array.from({ length: 60 }, () => '1').join(', ')}]
    b: &b [${Array.from({ length: 60 }, () => '*a').join(', ')}]
    c: [${Array.from({ length: 60 }, () => '*b').join(', ')}]
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
      good: `name: orders
default_task_args:
  params:
    a: [1, 1]
operators:
- {name: load, type: bash, properties: {bash_command: load}}
`,
    },
  },
];
