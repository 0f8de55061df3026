import { type Expression, type Statement, type TreeNode, walk } from '../groovy/index';

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');

/** What is called in a pipeline and never makes a build unstable: sections, what stands in them, and steps that succeed or fail. */
const harmless: ReadonlySet<string> = new Set([
  ...words(`
    pipeline agent any none label node docker dockerfile kubernetes image args registryUrl registryCredentialsId reuseNode alwaysPull filename
    dir additionalBuildArgs customWorkspace yaml yamlFile defaultContainer inheritFrom cloud namespace serviceAccount containerTemplate
    containerTemplates stages stage steps parallel matrix axes axis name values excludes exclude notValues failFast environment credentials
    options post always changed fixed regression aborted success unsuccessful unstable failure notBuilt cleanup tools maven jdk gradle
    nodejs go ant git when allOf anyOf not branch buildingTag tag changeRequest changelog changeset equals expression triggeredBy isRestartedRun
    beforeAgent beforeInput beforeOptions input message ok submitter submitterParameter id parameters string text booleanParam choice
    password triggers cron pollSCM upstream githubPush libraries lib library script`),
  ...words(`
    buildDiscarder logRotator disableConcurrentBuilds disableResume durabilityHint preserveStashes rateLimitBuilds overrideIndexTriggers
    copyArtifactPermission githubProjectProperty timestamps ansiColor timeout retry skipDefaultCheckout checkoutToSubdirectory quietPeriod
    newContainerPerStage parallelsAlwaysFailFast skipStagesAfterUnstable disableRestartFromStage properties pipelineTriggers`),
  ...words(`
    sh bat powershell pwsh echo print println error sleep dir ws deleteDir cleanWs checkout scmGit git withCredentials usernamePassword
    usernameColonPassword file sshUserPrivateKey certificate withEnv container lock milestone stash unstash archiveArtifacts archive fingerprint
    mail emailext slackSend isUnix pwd fileExists readFile writeFile tool sshagent withDockerRegistry withSonarQubeEnv publishHTML
    developers requestor culprits`),
]);

/** Methods of values and of `docker`. */
const harmlessMethods: ReadonlySet<string> = new Set(
  words(`
    trim strip split tokenize toString toInteger toBoolean toLowerCase toUpperCase replace replaceAll substring take drop contains
    startsWith endsWith equals equalsIgnoreCase isEmpty size length each collect join format matches minus plus get put add
    image build push pull tag inside withRegistry withServer withRun withTool stop`),
);

/** Results that are set and are not unstable. */
const results: ReadonlySet<string> = new Set(['SUCCESS', 'FAILURE', 'ABORTED', 'NOT_BUILT']);

/**
 * Whether something in a file could make a build unstable, as far as that can be told: steps that nobody knows, and other jobs, could. Where
 * nothing can, Jenkins never runs what waits for it.
 */
export function mayBeUnstable(statements: readonly Statement[], methods: ReadonlySet<string>): boolean {
  let found = false;
  walk(statements, (node) => {
    found ||= makesUnstable(node, methods);
    return undefined;
  });
  return found;
}

function makesUnstable(node: TreeNode, methods: ReadonlySet<string>): boolean {
  if (node.kind === 'assignment' && setsResult(node.target))
    return node.value.kind !== 'text' || !results.has(node.value.value);
  if (node.kind !== 'call') return false;
  const { callee } = node;
  if (callee.kind === 'name') return !harmless.has(callee.name) && !methods.has(callee.name);
  return callee.kind !== 'property' || callee.name.kind !== 'text' || !harmlessMethods.has(callee.name.value);
}

function setsResult(target: Expression): boolean {
  return target.kind === 'property' && target.name.kind === 'text' && target.name.value === 'result';
}
