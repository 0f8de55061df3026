import type { RuleFacts } from '../../text/rules';

function workflow(...nodes: readonly string[]): string {
  const body = nodes.map((node) => node.replace(/^(?=.)/gm, '  ')).join('\n');
  return `<workflow-app xmlns="uri:oozie:workflow:1.0" name="orders">\n${body}\n</workflow-app>\n`;
}

function action(name: string, ok = 'end'): string {
  return `<action name="${name}">\n  <fs><mkdir path="/data/${name}"/></fs>\n  <ok to="${ok}"/>\n  <error to="failed"/>\n</action>`;
}

const KILL = '<kill name="failed"><message>failed</message></kill>';
const END = '<end name="end"/>';
const GOOD = workflow('<start to="load"/>', action('load'), KILL, END);

const REFUSED =
  'Oozie refuses the definition when it is submitted, and dagport cannot convert what Oozie would not run.';

const FORKS =
  'Oozie refuses it, unless its check is switched off (`oozie.wf.validate.ForkJoin`). What ran there may then run otherwise on Airflow.';

const PAIRED = workflow(
  '<start to="both"/>',
  '<fork name="both">\n  <path start="load"/>\n  <path start="check"/>\n</fork>',
  action('load', 'gathered'),
  action('check', 'gathered'),
  '<join name="gathered" to="end"/>',
  KILL,
  END,
);

function decision(predicate: string): string {
  return `<decision name="which">\n  <switch>\n    <case to="load">${predicate}</case>\n    <default to="end"/>\n  </switch>\n</decision>`;
}

/** The checks of `checkOozie`: those of Oozie's `LiteWorkflowAppParser` without which a definition has no control flow. */
export const OOZIE_RULES: readonly RuleFacts[] = [
  {
    id: 'xml-not-well-formed',
    category: 'correctness',
    documentation: {
      summary: 'The file is no well-formed XML.',
      why: 'No XML reader takes it, so neither does Oozie.',
      bad: '<workflow-app xmlns="uri:oozie:workflow:1.0" name="orders">\n  <start to="end">\n  <end name="end"/>\n</workflow-app>\n',
      good: workflow('<start to="end"/>', END),
    },
  },
  {
    id: 'not-an-oozie-definition',
    category: 'correctness',
    documentation: {
      summary: 'The root element is none of Oozie’s.',
      why: 'Oozie reads workflows, coordinators and bundles; another file is none of its definitions.',
      bad: '<configuration/>\n',
      good: workflow('<start to="end"/>', END),
    },
  },
  {
    id: 'oozie-no-start',
    category: 'correctness',
    documentation: {
      summary: 'The workflow has no start node (E0700).',
      why: REFUSED,
      bad: workflow(action('load'), KILL, END),
      good: GOOD,
    },
  },
  {
    id: 'oozie-unnamed-node',
    category: 'correctness',
    documentation: {
      summary: 'A node has no name.',
      why: REFUSED,
      bad: workflow('<start to="load"/>', action('load'), '<kill><message>stopped</message></kill>', KILL, END),
      good: GOOD,
    },
  },
  {
    id: 'oozie-duplicate-node',
    category: 'correctness',
    documentation: {
      summary: 'Two nodes have one name (E0705).',
      why: REFUSED,
      bad: workflow('<start to="load"/>', action('load'), action('load'), KILL, END),
      good: GOOD,
    },
  },
  {
    id: 'oozie-unknown-node',
    category: 'correctness',
    documentation: {
      summary: 'A transition leads to a node that is not there (E0708).',
      why: REFUSED,
      bad: workflow('<start to="load"/>', action('load', 'ende'), KILL, END),
      good: GOOD,
    },
  },
  {
    id: 'oozie-missing-transition',
    category: 'correctness',
    documentation: {
      summary:
        'A node does not say where it leads: a transition, the paths of a fork or the default of a decision is missing (E0701).',
      why: REFUSED,
      bad: workflow(
        '<start to="load"/>',
        '<action name="load">\n  <fs><mkdir path="/data/load"/></fs>\n  <error to="failed"/>\n</action>',
        KILL,
        END,
      ),
      good: GOOD,
    },
  },
  {
    id: 'oozie-cycle',
    category: 'correctness',
    documentation: {
      summary: 'Nodes lead back to themselves (E0707).',
      why: REFUSED,
      bad: workflow('<start to="load"/>', action('load', 'publish'), action('publish', 'load'), KILL, END),
      good: workflow('<start to="load"/>', action('load', 'publish'), action('publish'), KILL, END),
    },
  },
  {
    id: 'oozie-fork-join',
    category: 'migration',
    documentation: {
      summary:
        'Forks and joins do not pair: the paths of a fork reach several joins (E0757), a join has no fork (E0742) or several (E0758).',
      why: 'Oozie refuses it, unless its check is switched off (`oozie.wf.validate.ForkJoin`). What ran there may then run otherwise on Airflow.',
      bad: workflow('<start to="load"/>', action('load', 'gathered'), '<join name="gathered" to="end"/>', KILL, END),
      good: workflow(
        '<start to="both"/>',
        '<fork name="both">\n  <path start="load"/>\n  <path start="check"/>\n</fork>',
        action('load', 'gathered'),
        action('check', 'gathered'),
        '<join name="gathered" to="end"/>',
        KILL,
        END,
      ),
    },
  },
  {
    id: 'oozie-schema',
    category: 'correctness',
    documentation: {
      summary:
        'An element or attribute is missing, stands in the wrong place, or is unknown to the version of the schema (E0701).',
      why: 'Oozie reads a definition against the schemas that its namespaces name. In these the order counts, and each version has its own elements.',
      bad: workflow(
        '<start to="load"/>',
        '<action name="load">\n  <java>\n    <configuration>\n      <property><name>a</name><value>b</value></property>\n    </configuration>\n    <prepare><delete path="/data/out"/></prepare>\n    <main-class>Load</main-class>\n  </java>\n  <ok to="end"/>\n  <error to="failed"/>\n</action>',
        KILL,
        END,
      ),
      good: workflow(
        '<start to="load"/>',
        '<action name="load">\n  <java>\n    <prepare><delete path="/data/out"/></prepare>\n    <configuration>\n      <property><name>a</name><value>b</value></property>\n    </configuration>\n    <main-class>Load</main-class>\n  </java>\n  <ok to="end"/>\n  <error to="failed"/>\n</action>',
        KILL,
        END,
      ),
    },
  },
  {
    id: 'oozie-node-after-end',
    category: 'correctness',
    documentation: {
      summary: 'A node stands behind the end (E0704).',
      why: REFUSED,
      bad: workflow('<start to="load"/>', action('load'), END, KILL),
      good: GOOD,
    },
  },
  {
    id: 'oozie-node-name',
    category: 'correctness',
    documentation: {
      summary: 'The name of a node is too long, or holds what no name may (E0724).',
      why: REFUSED,
      bad: workflow('<start to="load.all"/>', action('load.all'), KILL, END),
      good: GOOD,
    },
  },
  {
    id: 'oozie-retry-max',
    category: 'migration',
    documentation: {
      summary: 'An action asks for more retries than Oozie grants by default (E0820).',
      why: 'Oozie goes down to its own limit (`oozie.service.LiteWorkflowStoreService.user.retry.max`); Airflow retries as often as it is told.',
      bad: workflow(
        '<start to="load"/>',
        action('load').replace('name="load"', 'name="load" retry-max="10"'),
        KILL,
        END,
      ),
      good: workflow(
        '<start to="load"/>',
        action('load').replace('name="load"', 'name="load" retry-max="3"'),
        KILL,
        END,
      ),
    },
  },
  {
    id: 'oozie-unnamed-parameter',
    category: 'correctness',
    documentation: {
      summary: 'A parameter has no name (E0739).',
      why: REFUSED,
      bad: workflow(
        '<parameters><property><name/></property></parameters>',
        '<start to="load"/>',
        action('load'),
        KILL,
        END,
      ),
      good: workflow(
        '<parameters><property><name>day</name></property></parameters>',
        '<start to="load"/>',
        action('load'),
        KILL,
        END,
      ),
    },
  },
  {
    id: 'oozie-fork-repeats',
    category: 'migration',
    documentation: {
      summary: 'Two paths of a fork lead to the same node (E0744).',
      why: FORKS,
      bad: workflow(
        '<start to="both"/>',
        '<fork name="both">\n  <path start="load"/>\n  <path start="load"/>\n</fork>',
        action('load', 'gathered'),
        '<join name="gathered" to="end"/>',
        KILL,
        END,
      ),
      good: PAIRED,
    },
  },
  {
    id: 'oozie-end-in-fork',
    category: 'migration',
    documentation: {
      summary: 'A path of a fork ends the workflow (E0737).',
      why: FORKS,
      bad: workflow(
        '<start to="both"/>',
        '<fork name="both">\n  <path start="load"/>\n  <path start="check"/>\n</fork>',
        action('load', 'gathered'),
        action('check', 'gathered').replace('error to="failed"', 'error to="end"'),
        '<join name="gathered" to="end"/>',
        KILL,
        END,
      ),
      good: PAIRED,
    },
  },
  {
    id: 'oozie-several-ways',
    category: 'migration',
    documentation: {
      summary: 'Several ways without failures lead to a node, and no decision stands at the beginning of all (E0743).',
      why: FORKS,
      bad: workflow(
        '<start to="both"/>',
        '<fork name="both">\n  <path start="load"/>\n  <path start="check"/>\n</fork>',
        action('load', 'publish'),
        action('check', 'publish'),
        action('publish', 'gathered'),
        '<join name="gathered" to="end"/>',
        KILL,
        END,
      ),
      good: PAIRED,
    },
  },
  {
    id: 'oozie-bad-expression',
    category: 'correctness',
    documentation: {
      summary: 'A text holds an expression that Oozie cannot evaluate.',
      why: 'The action fails with EL_ERROR when it is reached, and dagport cannot tell what was meant.',
      bad: workflow('<start to="load"/>', action('load').replace('/data/load', '/data/${day'), KILL, END),
      good: workflow('<start to="load"/>', action('load').replace('/data/load', '/data/${day}'), KILL, END),
    },
  },
  {
    id: 'oozie-unknown-function',
    category: 'correctness',
    documentation: {
      summary: 'An expression calls a function that Oozie does not have, or with the wrong number of arguments.',
      why: 'The action fails with EL_ERROR when it is reached.',
      bad: workflow('<start to="load"/>', action('load').replace('/data/load', '/data/${wf:nam()}'), KILL, END),
      good: workflow('<start to="load"/>', action('load').replace('/data/load', '/data/${wf:name()}'), KILL, END),
    },
  },
  {
    id: 'oozie-unknown-action',
    category: 'suspicious',
    documentation: {
      summary: 'A function asks for a node that is not there.',
      why: 'Oozie gives nothing for it, and goes on: an empty text, or a case that is not taken.',
      bad: workflow(
        '<start to="load"/>',
        action('load'),
        KILL.replace('>failed<', ">${wf:errorMessage('laod')}<"),
        END,
      ),
      good: workflow(
        '<start to="load"/>',
        action('load'),
        KILL.replace('>failed<', ">${wf:errorMessage('load')}<"),
        END,
      ),
    },
  },
  {
    id: 'oozie-case-never-true',
    category: 'suspicious',
    documentation: {
      summary: 'A case of a decision can never be taken.',
      why: 'Oozie takes a case whose text, once its expressions are evaluated, is exactly `true`; text around the expression makes it another one.',
      bad: workflow('<start to="which"/>', decision("${mode} eq 'full'"), action('load'), KILL, END),
      good: workflow('<start to="which"/>', decision("${mode eq 'full'}"), action('load'), KILL, END),
    },
  },
];
