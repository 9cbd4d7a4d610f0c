import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** An installed package, and its path in a copy. */
export interface PlacedPackage {
  /** `fastify@5.12.8` */
  readonly name: string;
  /** The directory in which it is installed. */
  readonly directory: string;
  /** Its path below the root of the copy: `node_modules/fastify`, or a nested path if another version has that path. */
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

/** The packages that a source file imports. */
export const importedPackages = (source: string): readonly string[] =>
  [...source.matchAll(/(?:^|[;}\s])(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/gm)]
    .map(([, specifier = '']) => specifier)
    .filter((specifier) => !/^(\.|\/|#|node:)/.test(specifier))
    .map(packageOf);

/** The directory of the package that Node resolves for a file in `from`. */
const resolvePackage = (name: string, from: string): string | undefined => {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) return realpathSync(candidate);
    if (folder === path.dirname(folder)) return undefined;
  }
};

/** The directory of the package that Node resolves for a file in `from` of the copy. */
const resolveInCopy = (name: string, from: string, placed: ReadonlyMap<string, string>): string | undefined => {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const found = placed.get(path.join(folder, 'node_modules', name));
    if (found !== undefined) return found;
    if (folder === '.') return undefined;
  }
};

/**
 * The packages that a file in `from` resolves for these names, with their transitive dependencies. They are placed so that
 * a copy of the directory resolves the same packages. Throws if a required package is not installed.
 */
export const packageClosure = (names: readonly string[], from: string): readonly PlacedPackage[] => {
  const placed = new Map<string, string>();
  const closure: PlacedPackage[] = [];
  const place = (name: string, requirer: string, requirerTarget: string, required: boolean): void => {
    const directory = resolvePackage(name, requirer);
    if (directory === undefined) {
      if (required) throw new Error(`${requirer} needs the package ${name}, which is not installed: run npm install`);
      return;
    }
    const existing = resolveInCopy(name, requirerTarget, placed);
    if (existing === directory) return;
    const target = path.join(existing === undefined ? '.' : requirerTarget, 'node_modules', name);
    placed.set(target, directory);
    closure.push({ name: `${name}@${readPackage(directory).version ?? ''}`, directory, target });
  };
  for (const name of new Set(names)) place(name, from, '.', true);
  // `place` appends to the list during the iteration.
  for (const { directory, target } of closure) {
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = readPackage(directory);
    for (const name of Object.keys(dependencies))
      place(name, directory, target, !Object.hasOwn(optionalDependencies, name));
    for (const name of Object.keys({ ...optionalDependencies, ...peerDependencies }))
      if (!name.startsWith('@types/')) place(name, directory, target, false);
  }
  return closure;
};
