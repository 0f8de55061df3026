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
];
