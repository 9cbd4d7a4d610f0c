import ts from 'typescript';
import { expect, test } from 'vitest';
import { suiteSources } from '../src/testing/suite-sources.ts';

const isFunction = (node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression =>
  ts.isArrowFunction(node) || ts.isFunctionExpression(node);

const descendants = (node: ts.Node): readonly ts.Node[] => {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  return children.flatMap((child) => [child, ...descendants(child)]);
};

/** The nodes of a function without those of the functions in it, such as the attempts of polls. */
const ownNodes = (node: ts.Node): readonly ts.Node[] => {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  return children.flatMap((child) => (isFunction(child) ? [] : [child, ...ownNodes(child)]));
};

/** The names that an expression reads; those of properties are none. */
const namesIn = (node: ts.Node): readonly string[] =>
  [node, ...descendants(node)]
    .filter((one) => ts.isIdentifier(one))
    .filter(
      ({ parent }, index, all) =>
        !(ts.isPropertyAccessExpression(parent) && parent.name === all[index]) &&
        !(ts.isPropertyAssignment(parent) && parent.name === all[index]),
    )
    .map(({ text }) => text);

/** The functions that decide checks: `check('CRUD-01', () => …)`. */
const checkBodies = (statement: ts.Statement, source: ts.SourceFile): readonly ts.Node[] =>
  descendants(statement)
    .filter((node) => ts.isCallExpression(node))
    .filter(({ expression }) => /^(?:\w+\.)?check$/.test(expression.getText(source)))
    .flatMap(({ arguments: [, decide] }) => (decide !== undefined && isFunction(decide) ? [decide] : []));

/** The value that an assertion compares, if it ends the check and compares one: `assert.equal(value, …, 'statement')`. */
const comparedBy = (node: ts.Node, source: ts.SourceFile): ts.Expression | undefined => {
  if (!ts.isCallExpression(node) || !/^assert\.\w+$/.test(node.expression.getText(source))) return undefined;
  const isNarrowing = node.expression.getText(source) === 'assert.ok' && node.arguments.length === 1;
  return isNarrowing ? undefined : node.arguments[0];
};

/**
 * For an expression in this statement: the variables that it reads, and those from which they were taken without another
 * request. What the context gives is none of them.
 */
const readerOfSources = (statement: ts.Statement): ((node: ts.Node) => ReadonlySet<string>) => {
  const origins = new Map<string, ts.Expression>();
  for (const { name, initializer } of descendants(statement).filter((node) => ts.isVariableDeclaration(node)))
    for (const one of [name, ...descendants(name)])
      if (ts.isIdentifier(one) && initializer !== undefined && initializer.getText() !== 'context')
        origins.set(one.text, initializer);
  return (node) => {
    const found = new Set<string>();
    const follow = (names: readonly string[]): void => {
      for (const name of names) {
        const origin = origins.get(name);
        if (origin === undefined || found.has(name)) continue;
        found.add(name);
        const asks = [origin, ...descendants(origin)].some((one) => ts.isAwaitExpression(one));
        if (!asks && !isFunction(origin)) follow(namesIn(origin));
      }
    };
    follow(namesIn(node));
    return found;
  };
};

/**
 * The assertions in the bodies of checks, outside of polls, that end the check although nothing after them reads the value
 * that they compare, or the answer from which it was taken: `12: assert.equal(…)`.
 */
const needlesslyEnding = (text: string): readonly string[] => {
  const source = ts.createSourceFile('a.suite.ts', text, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    const sourcesOf = readerOfSources(statement);
    return checkBodies(statement, source).flatMap((body) =>
      ownNodes(body).flatMap((node) => {
        const compared = comparedBy(node, source);
        if (compared === undefined) return [];
        const sources = sourcesOf(compared);
        const isReadLater = descendants(body).some(
          (later) => ts.isIdentifier(later) && later.pos >= node.end && !sources.isDisjointFrom(sourcesOf(later)),
        );
        const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
        return isReadLater ? [] : [`${line}: ${node.getText(source).replaceAll(/\s+/g, ' ')}`];
      }),
    );
  });
};

// Why: such an assertion hides the deviations after it.
test('an assertion of a check is soft, unless what follows reads the same answer', async () => {
  const sources = await suiteSources();
  expect(sources.size).toBeGreaterThan(100);
  const found = [...sources].flatMap(([file, text]) => needlesslyEnding(text).map((one) => `${file}: ${one}`));
  expect(found).toEqual([]);
});

const checkOf = (...statements: readonly string[]): string =>
  `const scenario = async ({ check, kfp }) => {
    await check('CRUD-01', async () => {\n${statements.join('\n')}\n});
  };`;

test.each([
  ['the last statement', ["assert.equal((await kfp.get()).status, 200, 'it is answered');"]],
  [
    'one before a look at something else',
    [
      'const answer = await kfp.get();',
      "assert.equal(answer.status, 200, 'it is answered');",
      'const other = await kfp.get();',
      "soft.equal(other.status, 404, 'the other');",
    ],
  ],
  ['one in a loop', ["for (const one of kfp.all) assert.equal(one.status, 200, 'each is answered');"]],
])('an assertion that need not end the check is found: %s', (_, statements) => {
  expect(needlesslyEnding(checkOf(...statements))).toEqual([expect.stringMatching(/^\d+: assert\.equal\(/)]);
});

test.each([
  ['a soft one', ["soft.equal((await kfp.get()).status, 200, 'it is answered');"]],
  ['one that narrows a type', ['assert.ok(kfp);']],
  [
    'one whose value is read later',
    ['const id = idOf(await kfp.get());', "assert.ok(id, 'it has an id');", 'await kfp.get(id);'],
  ],
  [
    'one about an answer that is read later',
    [
      'const answer = await kfp.get();',
      'const status = answer.status;',
      "assert.equal(status, 200, 'it is answered');",
      "soft.equal(jsonOf(answer).name, 'one', 'its name');",
    ],
  ],
  [
    'an attempt of a poll',
    ["await eventually(async () => assert.equal((await kfp.get()).status, 200, 'it is shown'));"],
  ],
])('an assertion that may end what it ends is not found: %s', (_, statements) => {
  expect(needlesslyEnding(checkOf(...statements))).toEqual([]);
});
