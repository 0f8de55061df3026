import { convertJenkins, parseGroovy, profileNames } from '../converters/from-jenkins';
import { medianTime } from './measure';

/** Jenkinsfiles of so many stages, and how often each is measured. */
const SIZES = [
  { stages: 10, runs: 100 },
  { stages: 100, runs: 30 },
  { stages: 1_000, runs: 10 },
  { stages: 10_000, runs: 3 },
] as const;

/** Reading is to go through so many megabytes a second, warm. */
const LEAST_SPEED = 5;

/** How many times as long ten times as much may take. */
const LARGEST_GROWTH = 15;

/** A pipeline with what pipelines have: parameters, variables, conditions, scripts over lines, code between steps. */
export function pipelineText(stages: number): string {
  const stage = (number: number) => `
        // Number ${number} of the night.
        stage('Load ${number}') {
            when { expression { params.MODE == 'full' || env.TABLE_${number} != "" } }
            environment { TABLE = "orders_${number}-${'${params.MODE}'}" }
            options { timeout(time: 20, unit: 'MINUTES') }
            steps {
                sh '''
                    ./load.sh --table "$TABLE" \
                        --day "$DAY"
                '''
                script {
                    def rows = sh(script: "wc -l < ${'${TABLE}'}.csv", returnStdout: true).trim()
                    if (rows == '0') { error "nothing in ${'${env.TABLE}'}" } else { echo "rows: ${'${rows}'}" }
                }
            }
            post { failure { echo 'Number ${number} failed' } }
        }`;
  const all = Array.from({ length: stages }, (_, number) => stage(number)).join('');
  return `pipeline {
    agent any
    parameters {
        string(name: 'DAY', defaultValue: 'yesterday')
        choice(name: 'MODE', choices: ['full', 'delta'])
    }
    stages {${all}
    }
}
`;
}

/** Prints how quickly Jenkinsfiles are read and converted, and how that grows. */
export function groovyBench(): void {
  const texts = SIZES.map(({ stages }) => pipelineText(stages));
  const read = SIZES.map(({ runs }, index) => medianTime(() => parseGroovy(texts[index] ?? ''), runs));
  const options = { profile: profileNames[0] ?? '', properties: new Map<string, string>(), airflow: '3.3' as const };
  const convert = SIZES.slice(0, 3).map(({ runs }, index) => {
    const files = new Map([['Jenkinsfile', texts[index] ?? '']]);
    return medianTime(() => convertJenkins({ entry: 'Jenkinsfile', files, options }), runs);
  });
  const speed = ((texts[3]?.length ?? 0) / 1000 / (read[3] ?? 1)).toFixed(1);
  const slow = Number(speed) < LEAST_SPEED ? `  under ${LEAST_SPEED} MB/s` : '';
  console.log(`Jenkinsfiles of ${SIZES.map(({ stages }) => stages).join(', ')} stages`);
  console.log(`${row('read', read)}  ${speed} MB/s${slow}`);
  console.log(row('convert', convert));
}

function row(name: string, times: readonly number[]): string {
  const cells = times.map((time) => `${time.toFixed(2)} ms`.padStart(14)).join('');
  const growth = (times.at(-1) ?? 0) / (times.at(-2) ?? 1);
  return `${name.padEnd(28)}${cells}   growth ${growth.toFixed(1)}${growth > LARGEST_GROWTH ? `  more than ${LARGEST_GROWTH} x` : ''}`;
}
