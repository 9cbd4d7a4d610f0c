import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { UsageError } from '../failures/usage-error.ts';
import { resolveComponent, setUpComponents } from '../components/set-up.ts';
import type { Json } from '../clients/json-response.ts';
import type { Waiting } from '../waiting/waiting.ts';
import { patience } from '../waiting/slowness.ts';

const execute = promisify(execFile);
/** `kubectl kustomize` may have to download the bases. */
const kustomizeMs = 120_000;

const kustomizations = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

const unreadable = (place: string, cause: unknown): UsageError =>
  new UsageError(`--manifests: ${place} cannot be read; name the folder or file with the target's manifests`, {
    cause,
  });

const yamlFiles = async (directory: string): Promise<readonly string[]> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted();
};

const parsed = (content: string, file: string): readonly Json[] =>
  parseAllDocuments(content).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new UsageError(`--manifests: ${file}: ${error.message}`);
    const value = document.toJS() as Json | null;
    return typeof value === 'object' && value !== null ? [value] : [];
  });

/** The output of `kubectl kustomize`. Throws a UsageError with its error message. */
const kustomized = async (directory: string, { progress, signal }: Waiting): Promise<string> => {
  await setUpComponents(['kubectl'], { line: progress }, signal);
  const kubectl = await resolveComponent('kubectl');
  try {
    const bounds = { timeout: patience(kustomizeMs), maxBuffer: 64 << 20, signal };
    return (await execute(kubectl.path, ['kustomize', directory], bounds)).stdout;
  } catch (cause) {
    signal.throwIfAborted();
    // Each base that includes another puts its own message before the cause.
    const reason =
      (cause as { stderr?: string }).stderr?.trim().split(': accumulating resources: ').at(-1) || String(cause);
    throw new UsageError(`--manifests: kubectl kustomize ${directory} failed: ${reason}`, { cause });
  }
};

/** The objects of a YAML file, of a kustomization folder, or of all YAML files below a folder. */
export const manifestDocuments = async (place: string, waiting: Waiting): Promise<readonly Json[]> => {
  const found = await stat(place).catch((cause: unknown) => {
    throw unreadable(place, cause);
  });
  if (!found.isDirectory()) return parsed(await readFile(place, 'utf8'), place);
  const names = await readdir(place).catch((cause: unknown) => {
    throw unreadable(place, cause);
  });
  if (names.some((name) => kustomizations.has(name))) return parsed(await kustomized(place, waiting), place);
  const files = await yamlFiles(place);
  const documents = await Promise.all(files.map(async (file) => parsed(await readFile(file, 'utf8'), file)));
  return documents.flat();
};
