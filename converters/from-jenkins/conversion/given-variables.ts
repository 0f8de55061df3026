/** The id of the run as a name of files, folders and tags of images, which take no colon and no plus. */
export const runName = "run_id | replace(':', '-') | replace('+', '-')";

const ofRun = (name: string) =>
  `${name} is the id of the run, with "-" for ":" and "+", so that it can name files and images; it is text and no number.`;

/** Variables that Jenkins gives every build and what stands for them on Airflow. */
export const builtIns: ReadonlyMap<string, { readonly expression: string; readonly note: string }> = new Map([
  ['BUILD_NUMBER', { expression: runName, note: ofRun('BUILD_NUMBER') }],
  ['BUILD_ID', { expression: runName, note: ofRun('BUILD_ID') }],
  [
    'BUILD_TAG',
    {
      expression: `'jenkins-' ~ dag.dag_id ~ '-' ~ (${runName})`,
      note: 'BUILD_TAG is made of the id of the run.',
    },
  ],
  ['JOB_NAME', { expression: 'dag.dag_id', note: 'JOB_NAME is the id of the DAG.' }],
  ['JOB_BASE_NAME', { expression: 'dag.dag_id', note: 'JOB_BASE_NAME is the id of the DAG.' }],
  ['BUILD_URL', { expression: 'ti.log_url', note: 'BUILD_URL is the address of the log of the task.' }],
]);

/** Built-in variables that mean nothing on Airflow, so that a use of them needs a person. */
export const foreignVariables: ReadonlySet<string> = new Set(
  (
    'BRANCH_NAME BRANCH_IS_PRIMARY CHANGE_ID CHANGE_URL CHANGE_TITLE CHANGE_AUTHOR CHANGE_TARGET CHANGE_BRANCH TAG_NAME GIT_COMMIT ' +
    'GIT_BRANCH GIT_LOCAL_BRANCH GIT_PREVIOUS_COMMIT GIT_URL JENKINS_URL JENKINS_HOME JOB_URL RUN_DISPLAY_URL NODE_NAME NODE_LABELS ' +
    'EXECUTOR_NUMBER WORKSPACE_TMP'
  ).split(' '),
);

/** Variables that every shell has, or that the tools of an image set. */
export const shellVariables: ReadonlySet<string> = new Set(
  (
    'PATH HOME USER LOGNAME LANG LC_ALL PWD SHELL TERM HOSTNAME TMPDIR TMP TEMP LD_LIBRARY_PATH PYTHONPATH JAVA_HOME M2_HOME ' +
    'MAVEN_HOME GOPATH GOROOT GRADLE_HOME ANT_HOME NODE_PATH CLASSPATH'
  ).split(' '),
);

/** Variables that are the same for each run of a converted job. */
export const fixedVariables: ReadonlyMap<string, { readonly value: string; readonly note: string }> = new Map([
  ['EXECUTOR_NUMBER', { value: '0', note: 'EXECUTOR_NUMBER is always 0: there are no executors.' }],
  ['NODE_NAME', { value: 'airflow', note: 'NODE_NAME is always "airflow": there are no agents.' }],
]);

/** Properties of `currentBuild`, and what they are in a template of Airflow. */
export const buildProperties: ReadonlyMap<string, string> = new Map([
  ['number', runName],
  ['id', runName],
  ['displayName', 'run_id'],
  ['fullDisplayName', "dag.dag_id ~ ' ' ~ run_id"],
  ['projectName', 'dag.dag_id'],
  ['fullProjectName', 'dag.dag_id'],
  ['absoluteUrl', 'ti.log_url'],
]);
