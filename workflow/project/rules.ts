import type { RuleFacts } from '../../text/rules';

/** What is found in a project's own files, beside its workflows. */
export const PROJECT_RULES: readonly RuleFacts[] = [
  {
    id: 'project-configuration',
    category: 'correctness',
    documentation: {
      summary: 'A configuration (`dagport.yaml`) says something that dagport does not understand.',
      why: 'What is not understood is not done: a misspelt key or rule leaves workflows checked and built otherwise than was meant.',
      bad: 'airflow: "3.3"\nrule:\n  unknown-type: warning\n',
      good: 'airflow: "3.3"\nrules:\n  unknown-type: warning\n',
      fixSafety: 'Safe where a misspelt name is certain.',
    },
  },
  {
    id: 'project-catalogue',
    category: 'correctness',
    documentation: {
      summary: 'A file of the catalogue of a project cannot be used.',
      why: 'The type or composite that it should define is unknown to the workflows that use it.',
      bad: 'kind: operator\nname: my_task\nsummary: Says hello.\n',
      good: 'kind: operator\nname: my_task\nclass: my_package.operators.MyOperator\nprovider: my-package\nsummary: Says hello.\nparameters: {}\n',
    },
  },
];
