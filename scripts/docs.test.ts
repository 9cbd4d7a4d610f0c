import type { Command } from 'commander';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { baselineCommand } from '../src/cli/baseline.ts';
import { compareCommand } from '../src/cli/compare.ts';
import { envCommand } from '../src/cli/env.ts';
import { explainCommand } from '../src/cli/explain.ts';
import { listCommand } from '../src/cli/list.ts';
import { loadCommand } from '../src/cli/load.ts';
import { mutantsCommand } from '../src/cli/mutants.ts';
import { referenceCommand } from '../src/cli/reference.ts';
import { reportCommand } from '../src/cli/report.ts';
import { runCommand } from '../src/cli/run.ts';
import { setupCommand } from '../src/cli/setup.ts';
import { packageRoot } from '../src/package-path.ts';

const maxLength = 500;
const fence = /^```.*?^```$/gms;

const names = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/*.md', { cwd: packageRoot }).toSorted()];
const pages = new Map(
  await Promise.all(
    names.map(async (name): Promise<[string, string]> => [name, await readFile(path.join(packageRoot, name), 'utf8')]),
  ),
);

/** The findings of all pages, each with the name of its page. */
const onEveryPage = (find: (text: string, page: string) => readonly string[]): readonly string[] =>
  [...pages].flatMap(([page, text]) => find(text, page).map((found) => `${page}: ${found}`));

/** The paragraphs as rendered, without the addresses of links. */
const paragraphsOf = (text: string): readonly string[] =>
  text
    .replace(fence, '')
    .replace(/\]\([^)\s]+\)/g, ']')
    .split(/\n\s*\n|\n(?=\s*(?:[-|]|\d+\.) ?)/)
    .flatMap((block) => (block.trimStart().startsWith('|') ? block.split('|') : [block]))
    .map((paragraph) => paragraph.trim());

/** The anchor that GitHub generates for a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(' ', '-');

const anchorsOf = (text: string): readonly string[] =>
  [...text.replace(fence, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

const linksOf = (text: string): readonly string[] =>
  [...text.replace(fence, '').matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) =>
    /^https?:/.test(target) ? [] : [target],
  );

/** The target of a link: the file, relative to the root, and the anchor in it. */
const linkTarget = (page: string, link: string): { readonly file: string; readonly anchor: string | undefined } => {
  const [relative = '', anchor] = link.split('#');
  return { file: relative === '' ? page : path.join(path.dirname(page), relative), anchor };
};

const exists = (pattern: string): boolean => globSync(pattern.replace(/\/$/, ''), { cwd: packageRoot }).length > 0;

/** `src/cli/run.ts`, `suites/conformance/<area>/*.suite.ts`, `src/cli/run.ts:12`: files of the repository named in code. */
const filesNamed = (text: string): readonly string[] =>
  [...text.replace(fence, '').matchAll(/`((?:src|suites|scripts|fixtures|reports|docs|\.ci)\/[^`\s]+)`/g)]
    .map(([, file = '']) => file.replaceAll(/<\w+>/g, '*'))
    // The reports of runs are not in the repository.
    .filter((file) => !file.startsWith('reports/runs'));

const commands: readonly Command[] = [
  runCommand(() => {}),
  listCommand(),
  loadCommand(() => {}),
  explainCommand(),
  mutantsCommand(() => {}),
  reportCommand(() => {}),
  baselineCommand(),
  compareCommand(() => {}),
  setupCommand(),
  envCommand(),
  referenceCommand(),
];

const helpOf = (command: Command): string =>
  [command.helpInformation(), ...command.commands.map((inner) => helpOf(inner))].join('\n');

const optionsIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(/(?<![\w-])--[a-z][\w-]*/gi)].map(([option]) => option)),
];

const known = new Set(optionsIn(commands.map((command) => helpOf(command)).join('\n')));

/** Options of other programs in the pages. */
const foreignOptions: ReadonlyMap<string, string> = new Map([
  ['--silent', 'npm'],
  ['--project', 'vitest'],
  ['--data-raw', 'curl'],
]);

test('no paragraph, list item or table cell is longer than 500 characters', () => {
  const long = onEveryPage((text) =>
    paragraphsOf(text)
      .filter(({ length }) => length > maxLength)
      .map((paragraph) => `${paragraph.length} characters: ${paragraph.slice(0, 60)}…`),
  );
  expect(long).toEqual([]);
});

test('every link has an existing file and an existing heading as its target', () => {
  const broken = onEveryPage((text, page) =>
    linksOf(text).filter((link) => {
      const { file, anchor } = linkTarget(page, link);
      if (!exists(file)) return true;
      return anchor !== undefined && !anchorsOf(pages.get(file) ?? '').includes(anchor);
    }),
  );
  expect(broken).toEqual([]);
});

test('the README links every page', () => {
  const linked = new Set(linksOf(pages.get('README.md') ?? '').map((link) => linkTarget('README.md', link).file));
  expect(names.filter((name) => name !== 'README.md' && !linked.has(name))).toEqual([]);
});

test('files named in code spans exist', () => {
  expect(onEveryPage((text) => filesNamed(text).filter((file) => !exists(file.replace(/:\d+$/, ''))))).toEqual([]);
});

// Why: a line number in a page becomes wrong with the first change above that line.
test('every line number refers to the first line of a scenario or a check', async () => {
  const named = [...pages.values()].flatMap((text) => filesNamed(text)).filter((file) => /:\d+$/.test(file));
  expect(named.length).toBeGreaterThan(0);
  const lines = await Promise.all(
    named.map(async (place) => {
      const [file = '', line = ''] = place.split(':');
      const content = await readFile(path.join(packageRoot, file), 'utf8');
      return `${place} ${content.split('\n')[Number(line) - 1]}`;
    }),
  );
  expect(lines.filter((line) => !/^\S+ +(name: '|await check\('[A-Z0-9]+-\d\d')/.test(line))).toEqual([]);
});

test('every option is in the help of a command or belongs to another program', () => {
  expect(known.size).toBeGreaterThan(30);
  expect(
    onEveryPage((text) => optionsIn(text).filter((option) => !known.has(option) && !foreignOptions.has(option))),
  ).toEqual([]);
});

test('every command in the pages exists', () => {
  const existing = new Set(['help', 'run', ...commands.map((command) => command.name())]);
  const unknown = onEveryPage((text) =>
    [...text.matchAll(/npm start (?:--silent )?-- ([a-z]+)/g)].flatMap(([, name = '']) =>
      existing.has(name) ? [] : [name],
    ),
  );
  expect(unknown).toEqual([]);
});

test('every environment variable of the harness in the pages is read by the source', async () => {
  const files = globSync('src/**/*.ts', { cwd: packageRoot }).filter((file) => !file.endsWith('.test.ts'));
  const sources = (await Promise.all(files.map((file) => readFile(path.join(packageRoot, file), 'utf8')))).join('\n');
  const read = new Set([...sources.matchAll(/'(KFP_CONFORMANCE_\w+)'/g)].map(([, name]) => name));
  expect(
    onEveryPage((text) =>
      [...text.matchAll(/KFP_CONFORMANCE_\w+/g)].flatMap(([name]) => (read.has(name) ? [] : [name])),
    ),
  ).toEqual([]);
});
