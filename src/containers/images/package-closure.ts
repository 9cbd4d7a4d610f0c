import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** An installed package, and where it lies in a copy. */
export interface PlacedPackage {
  /** `fastify@5.12.8` */
  readonly name: string;
  /** Where it is installed. */
  readonly directory: string;
  /** Below the copy's root: `node_modules/fastify`, or deeper where another version has that place. */
  readonly target: string;
}

interface PackageJson {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const readPackage = (directory: string): PackageJson =>
  JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8')) as PackageJson;

/** `@fastify/multipart` of `@fastify/multipart/lib/x.js` */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** The packages that a source file imports by name. */
export const importedPackages = (source: string): readonly string[] =>
  [...source.matchAll(/(?:^|[;}\s])(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/gm)]
    .map(([, specifier = '']) => specifier)
    .filter((specifier) => !/^(\.|\/|#|node:)/.test(specifier))
    .map(packageOf);

/** Where a package is found by a file in `from`, as Node looks for it. */
const find = (name: string, from: string): string | undefined => {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) return realpathSync(candidate);
    if (folder === path.dirname(folder)) return undefined;
  }
};

/** Where a file in `from` of the copy finds a package there. */
const placedFor = (name: string, from: string, placed: ReadonlyMap<string, string>): string | undefined => {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const found = placed.get(path.join(folder, 'node_modules', name));
    if (found !== undefined) return found;
    if (folder === '.') return undefined;
  }
};

/**
 * The packages of these names as a file in `from` finds them, and those that they need in turn, each where a copy of the
 * file's folder finds the same. Throws where one that is needed is not installed.
 */
export const packageClosure = (names: readonly string[], from: string): readonly PlacedPackage[] => {
  const placed = new Map<string, string>();
  const closure: PlacedPackage[] = [];
  const place = (name: string, requirer: string, requirerTarget: string, needed: boolean): void => {
    const directory = find(name, requirer);
    if (directory === undefined) {
      if (needed) throw new Error(`${requirer} needs the package ${name}, which is not installed: run npm install`);
      return;
    }
    const there = placedFor(name, requirerTarget, placed);
    if (there === directory) return;
    const target = path.join(there === undefined ? '.' : requirerTarget, 'node_modules', name);
    placed.set(target, directory);
    closure.push({ name: `${name}@${readPackage(directory).version ?? ''}`, directory, target });
  };
  for (const name of new Set(names)) place(name, from, '.', true);
  // The list grows while it is walked.
  for (const { directory, target } of closure) {
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = readPackage(directory);
    for (const name of Object.keys(dependencies))
      place(name, directory, target, !Object.hasOwn(optionalDependencies, name));
    for (const name of Object.keys({ ...optionalDependencies, ...peerDependencies }))
      if (!name.startsWith('@types/')) place(name, directory, target, false);
  }
  return closure;
};
