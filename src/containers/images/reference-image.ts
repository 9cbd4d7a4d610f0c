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

/** A program file itself may be large: what tells it from another is where it is, and when it came there. */
const identityOf = (file: string): string => {
  const { size, mtimeMs } = statSync(file);
  return `${file} ${size} ${mtimeMs}`;
};

/** Declarations and source maps are for people who change the package, and `.bare` is for another runtime than Node. */
const runs = (file: string): boolean => !/\.(d\.[cm]?ts|map|bare)$/.test(file);

const copyPackage = async ({ directory, target }: PlacedPackage, into: string): Promise<void> => {
  const nested = path.join(directory, 'node_modules');
  await cp(directory, path.join(into, target), {
    recursive: true,
    // What lies below has a place of its own.
    filter: (file) => file !== nested && runs(file),
  });
};

/**
 * The reference implementation of this package with the Node that runs here, what both are linked with, and the packages
 * that it needs. Takes KFP's flags and environment variables; runs as a user of its own and writes to /tmp alone.
 */
export const referenceImage = async (main: string, progress: Progress, signal: AbortSignal): Promise<LocalImage> => {
  if (process.platform !== 'linux')
    throw new EnvironmentError(
      `the reference's image is made of the Node that runs here, and that is one for ${process.platform}: name an image or a program for Linux with --target`,
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
        // Without it Node would take the files for CommonJS.
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
