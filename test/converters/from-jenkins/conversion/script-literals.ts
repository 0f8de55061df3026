/** Steps as they stand in a file, and the scripts that Jenkins makes of them where `MODE` is `full`. */
export const scriptLiterals: readonly (readonly [title: string, steps: string, scripts: readonly string[]])[] = [
  [
    'escapes in double quotes',
    String.raw`sh "echo \$((1 + 1)) \"q\" \\\\ 'x' \$MODE"`,
    ['echo $((1 + 1)) "q" \\\\ \'x\' $MODE'],
  ],
  ['escapes in single quotes', String.raw`sh 'printf "a\\nb\\tc\\n" \'x\''`, ['printf "a\\nb\\tc\\n" \'x\'']],
  [
    'three double quotes',
    'sh """\n  A=1\n  echo "\\${A}" \\$A \'${params.MODE}\' "$MODE"\n"""',
    ['\n  A=1\n  echo "${A}" $A \'full\' "full"\n'],
  ],
  ['lines that go on', "sh '''echo a \\\\\n  b\necho c'''", ['echo a \\\n  b\necho c']],
  ['lines that Groovy joins', "sh '''echo a \\\n  b\necho c'''", ['echo a   b\necho c']],
  ['dollar-slashy', 'sh $/echo "$$MODE" a\\\\b $/ ${params.MODE}/$', ['echo "$MODE" a\\\\b / full']],
  ['slashy', String.raw`sh(/echo 'a\/b \d' ${'${params.MODE}'}/)`, ["echo 'a/b \\d' full"]],
  ['characters of all kinds', String.raw`sh "echo '\u00e9 ✓ 😀 ü'"`, ["echo 'é ✓ 😀 ü'"]],
  [
    'here-document with what Jinja and Groovy would read',
    "sh '''cat <<'EOF'\n$HOME {{ x }} {% raw %} ${y} {# z #} <<x>>\nEOF\necho after'''",
    ["cat <<'EOF'\n$HOME {{ x }} {% raw %} ${y} {# z #} <<x>>\nEOF\necho after"],
  ],
  [
    'here-document with values',
    'sh """\ncat <<EOF\n${params.MODE} \\$(echo x) {{ y }}\nEOF\n"""',
    ['\ncat <<EOF\nfull $(echo x) {{ y }}\nEOF\n'],
  ],
  ['here-document without an end', "sh '''cat <<EOF\nx'''\nsh 'echo next'", ['cat <<EOF\nx', 'echo next']],
  ['a backslash at the end', "sh 'echo a \\\\'\nsh 'echo next'", ['echo a \\', 'echo next']],
  ['a backslash at the very end', "sh 'echo a \\\\'", ['echo a \\']],
  ['a comment at the end', "sh 'echo a # b'\nsh 'echo next # it\\'s'", ['echo a # b', "echo next # it's"]],
  [
    'bash',
    "sh '''#!/bin/bash\nset +e\na=(1 2)\nfalse\necho \"${#a[@]}\"\n'''",
    ['#!/bin/bash\nset +e\na=(1 2)\nfalse\necho "${#a[@]}"\n'],
  ],
  [
    'bash with values',
    'sh """#!/bin/bash -e\necho ${params.MODE}\nfalse\necho no"""',
    ['#!/bin/bash -e\necho full\nfalse\necho no'],
  ],
  [
    'the end of a script is not that of the steps',
    "sh 'echo a; exit 0; echo b'\nsh 'exec echo c'\nsh 'echo d'",
    ['echo a; exit 0; echo b', 'exec echo c', 'echo d'],
  ],
  [
    'traps and jobs',
    "sh '''trap 'echo bye' EXIT\n(sleep 0.1; echo late) &\nwait\necho end'''",
    ["trap 'echo bye' EXIT\n(sleep 0.1; echo late) &\nwait\necho end"],
  ],
  [
    'a trap, and another step',
    "sh 'trap \"echo bye\" EXIT; echo end'\nsh 'echo next'",
    ['trap "echo bye" EXIT; echo end', 'echo next'],
  ],
  [
    'set +e, then a failure',
    "sh '''set +e\nfalse\necho on\nfalse'''\nsh 'echo no'",
    ['set +e\nfalse\necho on\nfalse', 'echo no'],
  ],
  ['parts of a sum', 'sh \'echo a \' + "${params.MODE}" + \' "b"\'', ['echo a full "b"']],
  ['without its indentation', 'sh """\n    echo a\n      echo b\n""".stripIndent()', ['\necho a\n  echo b\n']],
  [
    'named arguments',
    "sh(label: 'x', script: 'echo a')\nsh script: '''echo b\necho c''', label: 'y'",
    ['echo a', 'echo b\necho c'],
  ],
  ['an open quote', "sh 'echo \"a'\nsh 'echo next'", ['echo "a', 'echo next']],
  ['a bracket too many', "sh 'echo a )'\nsh 'echo next'", ['echo a )', 'echo next']],
  ['a function that is not finished', "sh 'f() { echo a'\nsh 'echo next'", ['f() { echo a', 'echo next']],
  ['arguments', 'sh \'echo "$#" "[$1]"; set -- a b; echo "$#"\'', ['echo "$#" "[$1]"; set -- a b; echo "$#"']],
];
