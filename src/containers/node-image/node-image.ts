import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { cacheDirectory, makeCacheDirectory } from '../../components/cache-directory.ts';
import { findCached } from '../../components/cache-entry.ts';
import { setUpEnginePrograms } from '../container-engine.ts';
import { runProgram } from '../../processes/run-program.ts';
import { setUpBuiltComponents } from '../../components/set-up.ts';
import type { Progress } from '../../waiting/progress.ts';
import { withSetupLock } from '../../components/setup-lock.ts';
import { toolchainModule } from '../../components/toolchain-module.ts';
import { versions } from '../../components/versions.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { controlPlaneImages, controlPlanePrograms } from './control-plane-images.ts';
import { writeImageArchive } from '../images/image-archive.ts';
import { preloadImages } from './preload.ts';
import { makeRootFileSystem } from './root-filesystem.ts';
import { step, type BuildContext } from '../images/build-step.ts';

/** A node image that was built on this machine. */
export interface NodeImage {
  /** `kfp-conformance/node:v1.34.4-0123456789ab` */
  readonly reference: string;
  /** An archive for `docker load`. */
  readonly archive: string;
}

const programNames = [...controlPlanePrograms, 'kubelet', 'kubeadm', 'kubectl'] as const;
type ProgramName = (typeof programNames)[number];

/** The programs of a node that were built on this machine. Other binaries may need shared libraries of this machine. */
const builtPrograms = async (): Promise<Partial<Record<ProgramName, string>>> =>
  Object.fromEntries(await Promise.all(programNames.map(async (name) => [name, await findCached(name)] as const)));

/** A hash of everything that determines the image. The programs' cache directories identify their builds. */
const contentHash = (programs: Partial<Record<ProgramName, string>>): string => {
  const hash = createHash('sha256');
  const builder = readdirSync(import.meta.dirname).filter((name) => /(?<!\.test|\.d)\.[jt]s$/.test(name));
  const archive = path.join('..', 'images', `image-archive${path.extname(import.meta.filename)}`);
  for (const name of [...builder.toSorted(), archive]) hash.update(readFileSync(path.join(import.meta.dirname, name)));
  hash.update(JSON.stringify([versions.toolchains, process.arch]));
  for (const name of programNames) hash.update(path.basename(path.dirname(programs[name] ?? '')));
  return hash.digest('hex').slice(0, 12);
};

const kubernetesVersion = `v${versions.toolchains.kubernetes}`;

const imageOf = (programs: Partial<Record<ProgramName, string>>): NodeImage => {
  const tag = `${kubernetesVersion}-${contentHash(programs)}`;
  return {
    reference: `kfp-conformance/node:${tag}`,
    archive: path.join(cacheDirectory(), 'node-image', `node-${tag}.tar.gz`),
  };
};

/** The image, if it was built before. */
export const findNodeImage = async (): Promise<NodeImage | undefined> => {
  const programs = await builtPrograms();
  if (programNames.some((name) => programs[name] === undefined)) return undefined;
  const image = imageOf(programs);
  return existsSync(image.archive) ? image : undefined;
};

/** kind's files for a node, from its module. */
const nodeFilesOfKind = async (): Promise<string> => {
  const { directory } = toolchainModule('kind');
  const env = { ...process.env, GOWORK: 'off', GOFLAGS: '' };
  // The deadline includes the download of the module.
  const options = { cwd: directory, env, deadlineMs: 600_000 };
  const printed = await runProgram('go', ['mod', 'download', '-json', 'sigs.k8s.io/kind'], options);
  const { Dir } = JSON.parse(printed) as { Dir?: string };
  if (Dir === undefined)
    throw new EnvironmentError(`expected the directory of kind's module from \`go mod download\`, but got: ${printed}`);
  return path.join(Dir, 'images', 'base', 'files');
};

const build = async (
  programs: Readonly<Record<ProgramName, string>>,
  image: NodeImage,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> => {
  const engine = await setUpEnginePrograms('the node image is built with debootstrap', progress, signal);
  const context: BuildContext = {
    what: 'the node image',
    env: { ...process.env, ...engine.env, LC_ALL: 'C' },
    signal,
  };
  const scratch = `${image.archive}.building`;
  const root = path.join(scratch, 'root');
  const images = path.join(scratch, 'images');
  await rm(scratch, { recursive: true, force: true });
  await mkdir(images, { recursive: true });
  const began = performance.now();
  const reportStep = (description: string) =>
    progress.line(`node image: ${description} (${Math.round((performance.now() - began) / 1000)} s)`);
  try {
    const references = (
      await step(context, programs.kubeadm, ['config', 'images', 'list', '--kubernetes-version', kubernetesVersion])
    )
      .trim()
      .split('\n');
    const pause = references.find((reference) => reference.includes('/pause:')) ?? '';
    reportStep('unpacking Debian');
    const contents = { nodeFiles: await nodeFilesOfKind(), programs, pause, version: kubernetesVersion };
    const { kubelet, kubeadm, kubectl } = programs;
    await makeRootFileSystem(context, engine, { ...contents, programs: { kubelet, kubeadm, kubectl } }, root);
    reportStep('writing the images of the control plane');
    const controlPlane = await controlPlaneImages(context, root, references, programs, path.join(scratch, 'programs'));
    await writeImageArchive(context, controlPlane, path.join(images, 'images.tar'));
    reportStep('loading the images of the control plane into the node');
    const stored = await preloadImages(context, root, images);
    const missing = references.filter((reference) => !stored.includes(reference));
    if (missing.length > 0)
      throw new EnvironmentError(
        `expected ${missing.join(', ')} in the node's image store, but it contains ${stored.join(', ')}`,
      );
    await rm(images, { recursive: true });
    reportStep('packing the node');
    const config = {
      Entrypoint: ['/usr/local/bin/entrypoint', '/sbin/init'],
      Env: ['container=docker', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      StopSignal: 'SIGRTMIN+3',
    };
    const packed = path.join(scratch, 'node.tar.gz');
    await writeImageArchive(context, [{ reference: image.reference, layers: [{ directory: root }], config }], packed);
    await rename(packed, image.archive);
    reportStep('built');
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};

const requireAll = (programs: Partial<Record<ProgramName, string>>): Record<ProgramName, string> => {
  const missing = programNames.filter((name) => programs[name] === undefined);
  if (missing.length > 0)
    throw new EnvironmentError(`expected built programs ${missing.join(', ')}, but they are missing`);
  return programs as Record<ProgramName, string>;
};

/** Builds the image and its programs if the image does not exist. Requires Go, and root on Debian or Ubuntu. */
export const setUpNodeImage = async (progress: Progress, signal: AbortSignal): Promise<NodeImage> => {
  const found = await findNodeImage();
  if (found !== undefined) return found;
  await makeCacheDirectory();
  await setUpBuiltComponents(programNames, progress, signal);
  const programs = requireAll(await builtPrograms());
  const image = imageOf(programs);
  // Set up before the lock is acquired, because the set-up acquires the lock itself.
  await setUpEnginePrograms('the node image is built with debootstrap', progress, signal);
  await withSetupLock(progress, signal, async () => {
    if (existsSync(image.archive)) return;
    await build(programs, image, progress, signal);
    // Images of other versions are no longer needed.
    const folder = path.dirname(image.archive);
    for (const name of await readdir(folder))
      if (path.join(folder, name) !== image.archive)
        await rm(path.join(folder, name), { recursive: true, force: true });
  });
  return image;
};
