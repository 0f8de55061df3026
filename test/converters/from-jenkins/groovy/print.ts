import type { Argument, Expression, SourceFile, Statement } from '../../../../converters/from-jenkins/groovy';

/** The tree as a person reads it: one statement a line, Lisp-like, blocks indented. */
export function printTree(file: SourceFile): string {
  const problems = file.problems.map(({ range, message }) => {
    const line = file.text.slice(0, range.start).split('\n').length;
    return `! line ${line} ${JSON.stringify(file.text.slice(range.start, range.end).slice(0, 30))}: ${message}\n`;
  });
  return `${file.statements.map((statement) => printStatement(statement, '')).join('')}${problems.join('')}`;
}

function printBlock(statements: readonly Statement[], indent: string): string {
  return statements.map((statement) => printStatement(statement, `${indent}  `)).join('');
}

function printStatement(statement: Statement, indent: string): string {
  const line = (head: string, ...blocks: readonly Statement[]) => `${indent}${head}\n${printBlock(blocks, indent)}`;
  const of = (expression: Expression | undefined) => (expression === undefined ? '' : ` ${print(expression, indent)}`);
  switch (statement.kind) {
    case 'expression':
      return line(print(statement.expression, indent));
    case 'declaration': {
      const head = [
        ...statement.annotations.map((a) => `@${a.name}${printList(a.arguments, indent)}`),
        ...statement.modifiers,
      ];
      const type = statement.type === undefined ? [] : [statement.type.text];
      const variables = statement.variables.map(
        (variable) => `${variable.name}${variable.initial === undefined ? '' : ` =${of(variable.initial)}`}`,
      );
      return line(`(declare ${[...head, ...type, variables.join(', ')].join(' ')})`);
    }
    case 'block':
      return line('block', ...statement.body);
    case 'if':
      return `${line(`if${of(statement.condition)}`, statement.body)}${statement.otherwise === undefined ? '' : line('else', statement.otherwise)}`;
    case 'while':
      return line(`while${of(statement.condition)}`, statement.body);
    case 'for':
      return line(
        `for${of(statement.condition)};${statement.update.map(of).join('')}`,
        ...statement.initial,
        statement.body,
      );
    case 'for-in':
      return line(`for ${statement.variable.name} in${of(statement.values)}`, statement.body);
    case 'switch':
      return `${line(`switch${of(statement.subject)}`)}${statement.cases.map((arm) => `${indent}${arm.value === undefined ? 'default' : `case${of(arm.value)}`}\n${printBlock(arm.body, indent)}`).join('')}`;
    case 'try': {
      const catches = statement.catches.map((clause) =>
        line(`catch ${[...clause.types.map((type) => type.text), clause.name].join(' ')}`, clause.body),
      );
      return `${line('try', statement.body)}${catches.join('')}${statement.last === undefined ? '' : line('finally', statement.last)}`;
    }
    case 'return':
    case 'throw':
      return line(`${statement.kind}${of(statement.value)}`);
    case 'jump':
      return line(`${statement.jump}${statement.label === undefined ? '' : ` ${statement.label}`}`);
    case 'assert':
      return line(`assert${of(statement.condition)}${of(statement.message)}`);
    case 'synchronized':
      return line(`synchronized${of(statement.lock)}`, statement.body);
    case 'labeled':
      return line(`label ${statement.label}`, statement.statement);
    case 'import':
      return line(
        `import ${statement.static ? 'static ' : ''}${statement.name}${statement.alias === undefined ? '' : ` as ${statement.alias}`}${statement.annotations.map((a) => ` @${a.name}${printList(a.arguments, indent)}`).join('')}`,
      );
    case 'package':
      return line(`package ${statement.name}`);
    case 'method': {
      const head = [
        ...statement.annotations.map((a) => `@${a.name}`),
        ...statement.modifiers,
        statement.type?.text ?? '',
        statement.name,
      ];
      const parameters = statement.parameters.map(
        (p) =>
          `${p.type === undefined ? '' : `${p.type.text} `}${p.name}${p.initial === undefined ? '' : `=${print(p.initial, indent)}`}`,
      );
      return line(
        `method ${head.filter((word) => word !== '').join(' ')}(${parameters.join(', ')})`,
        ...(statement.body?.body ?? []),
      );
    }
    case 'class': {
      const types = statement.supertypes.map((type) => ` : ${type.text}`).join('');
      const constants = statement.constants.map((constant) => print(constant, indent)).join(' ');
      return line(
        `${statement.form} ${statement.name}${types}${constants === '' ? '' : ` {${constants}}`}`,
        ...statement.members,
      );
    }
  }
}

function printList(list: readonly Argument[], indent: string): string {
  return list
    .map((argument) => {
      if (argument.kind === 'named') return ` ${print(argument.key, indent)}: ${print(argument.value, indent)}`;
      return argument.kind === 'spread' ? ` *${print(argument.value, indent)}` : ` ${print(argument.value, indent)}`;
    })
    .join('');
}

function print(expression: Expression, indent: string): string {
  const of = (inner: Expression) => print(inner, indent);
  switch (expression.kind) {
    case 'name':
      return expression.name;
    case 'text':
      return `${expression.quote === "'" ? '' : expression.quote}${JSON.stringify(expression.value)}`;
    case 'interpolated':
      return `(${expression.quote}${expression.parts.map((part) => (part.kind === 'text' ? ` ${JSON.stringify(part.value)}` : ` $${of(part.value)}`)).join('')})`;
    case 'number':
      return expression.text;
    case 'boolean':
      return String(expression.value);
    case 'null':
      return 'null';
    case 'list':
      return `[${printList(expression.items, indent).trim()}]`;
    case 'map':
      return `{map${printList(expression.entries, indent)}}`;
    case 'closure': {
      const parameters =
        expression.parameters === undefined ? '' : ` ${expression.parameters.map((p) => p.name).join(' ')} ->`;
      if (expression.body.length === 0) return `{${parameters} }`;
      return `{${parameters}\n${printBlock(expression.body, indent)}${indent}}`;
    }
    case 'call':
      return `(${of(expression.callee)}!${printList(expression.arguments, indent)})`;
    case 'property':
      return `${of(expression.target)}${expression.access}${expression.name.kind === 'text' ? expression.name.value : of(expression.name)}`;
    case 'index':
      return `(at ${of(expression.target)}${printList(expression.arguments, indent)})`;
    case 'unary':
      return expression.position === 'before'
        ? `(${expression.operator} ${of(expression.operand)})`
        : `(${of(expression.operand)} ${expression.operator})`;
    case 'binary':
      return `(${of(expression.left)} ${expression.operator} ${of(expression.right)})`;
    case 'assignment':
      return `(${of(expression.target)} ${expression.operator} ${of(expression.value)})`;
    case 'conditional':
      return `(${of(expression.condition)} ? ${of(expression.value)} : ${of(expression.otherwise)})`;
    case 'elvis':
      return `(${of(expression.value)} ?: ${of(expression.otherwise)})`;
    case 'cast':
      return `(${of(expression.value)} as ${expression.type.text})`;
    case 'instance-of':
      return `(${of(expression.value)} is ${expression.type.text})`;
    case 'new':
      return `(new ${expression.type.text}${printList(expression.arguments, indent)}${expression.body === undefined ? '' : ' {…}'})`;
    case 'missing':
      return '<missing>';
  }
}
