import { readdirSync, readFileSync, statSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '../../package-path.ts';
import type { Progress } from '../../waiting/progress.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { imageFolder } from './image-folder.ts';
import { imageUser } from './image-user.ts';
import { localImage, type LocalImage } from './local-image.ts';
import { importedPackages, packageClosure, type PlacedPackage } from './package-closure.ts';

const node = '/usr/local/bin/node';
const home = '/app';

/** Identifies a program by its path, size and modification time, because hashing a large file takes long. */
const identityOf = (file: string): string => {
  const { size, mtimeMs } = statSync(file);
  return `${file} ${size} ${mtimeMs}`;
};

/** Excludes declarations and source maps, and `.bare` files, which are for another runtime than Node. */
const isNeededAtRuntime = (file: string): boolean => !/\.(d\.[cm]?ts|map|bare)$/.test(file);

const copyPackage = async ({ directory, target }: PlacedPackage, into: string): Promise<void> => {
  const nested = path.join(directory, 'node_modules');
  await cp(directory, path.join(into, target), {
    recursive: true,
    // Nested packages are copied separately.
    filter: (file) => file !== nested && isNeededAtRuntime(file),
  });
};

/**
 * Builds an image of the reference implementation with the packages that it needs, the Node that runs this process, and
 * Node's libraries. It accepts KFP's flags and environment variables, runs as a non-root user and writes only to /tmp.
 */
export const referenceImage = async (main: string, progress: Progress, signal: AbortSignal): Promise<LocalImage> => {
  if (process.platform !== 'linux')
    throw new EnvironmentError(
      `the image of the reference contains the Node that runs the harness, which must be a Node for Linux, not for ${process.platform}: name an image or a program for Linux with --target`,
    );
  const folder = path.dirname(main);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.test|\.d)\.[jt]s$/.test(name) && !name.startsWith('testing/'))
    .toSorted()
    .map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
  const packages = packageClosure(
    sources.flatMap(({ text }) => importedPackages(text)),
    folder,
  );
  const inPackage = path.relative(packageRoot, folder);
  return localImage(
    {
      kind: 'reference',
      inputs: [
        identityOf(process.execPath),
        inPackage,
        ...sources.flatMap(({ name, text }) => [name, text]),
        ...packages.flatMap(({ name, target }) => [name, target]),
      ],
      make: async (scratch) => {
        const root = path.join(scratch, 'root');
        await mkdir(root);
        const image = await imageFolder(root);
        await image.addProgram(process.execPath, node);
        const app = path.join(root, home);
        const code = path.join(app, inPackage);
        await mkdir(code, { recursive: true });
        // Without it Node would load the files as CommonJS.
        await writeFile(path.join(app, 'package.json'), JSON.stringify({ name: 'reference', type: 'module' }));
        for (const { name, text } of sources) {
          await mkdir(path.dirname(path.join(code, name)), { recursive: true });
          await writeFile(path.join(code, name), text);
        }
        for (const one of packages) await copyPackage(one, app);
        return {
          layers: [{ directory: root, owner: 0 }],
          config: {
            Entrypoint: [node, path.join(home, inPackage, path.basename(main))],
            Env: [...image.environment(), 'NODE_NO_WARNINGS=1'],
            User: `${imageUser}:${imageUser}`,
            WorkingDir: '/tmp',
          },
        };
      },
    },
    progress,
    signal,
  );
};
