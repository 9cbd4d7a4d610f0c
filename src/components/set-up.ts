import { EnvironmentError } from '../failures/environment-error.ts';
import { isAtLeast } from './accepted-version.ts';
import { buildComponents, removeAbandonedBuilds, type BuildState } from './build-components.ts';
import { cacheDirectory } from './cache-directory.ts';
import { findCached } from './cache-entry.ts';
import { findComponent, type Component } from './find-component.ts';
import { findMariaDb, type MariaDb } from './find-mariadb.ts';
import { requireGo } from './go-toolchain.ts';
import { installMariaDb } from './install-mariadb.ts';
import { recipes, type ComponentName } from './recipe.ts';
import { downloadOrBuild } from './releases/download-or-build.ts';
import { withSetupLock } from './setup-lock.ts';
import { calledAs } from '../text/called-as.ts';
import { statusReporter, type Progress } from '../waiting/progress.ts';
import { toolchainModule } from './toolchain-module.ts';
import { versions } from './versions.ts';

const wanted = (name: ComponentName): string => `${name} ${versions.toolchains[recipes[name].toolchain]}`;

const describe = ({ seconds, packages }: BuildState): string =>
  packages === 0 ? `${seconds} s, downloading modules` : `${seconds} s, ${packages} packages compiled`;

type Find = (name: ComponentName) => Promise<unknown>;

const missingOf = async (names: readonly ComponentName[], find: Find): Promise<readonly ComponentName[]> => {
  const found = await Promise.all(names.map(async (name) => ({ name, component: await find(name) })));
  return found.filter(({ component }) => component === undefined).map(({ name }) => name);
};

const build = async (names: readonly ComponentName[], progress: Progress, signal: AbortSignal): Promise<void> => {
  const required = names
    .map((name) => toolchainModule(recipes[name].toolchain).go)
    .reduce((most, version) => (isAtLeast(version, most) ? version : most));
  const go = await requireGo(required);
  await removeAbandonedBuilds();
  const toolchains = [...Map.groupBy(names, (name) => recipes[name].toolchain)];
  for (const [index, [toolchain, programs]] of toolchains.entries()) {
    const label = `[${index + 1}/${toolchains.length}] ${programs.join(', ')} ${versions.toolchains[toolchain]}`;
    progress.line(`${label}: building with ${go.version}`);
    const started = performance.now();
    const report = statusReporter(progress);
    const onProgress = (state: BuildState) => report(state.seconds, `${label}: ${describe(state)}`);
    await buildComponents(toolchain, programs, go, onProgress, signal);
    progress.line(`${label}: built in ${Math.round((performance.now() - started) / 1000)} s`);
  }
};

const setUp = async (
  names: readonly ComponentName[],
  find: Find,
  downloads: boolean,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> => {
  const missing = await missingOf(names, find);
  if (missing.length === 0) return;
  try {
    await withSetupLock(progress, signal, async () => {
      const stillMissing = await missingOf(missing, find);
      if (stillMissing.length === 0) return;
      const buildMissing = (remaining: readonly ComponentName[]) => build(remaining, progress, signal);
      await (downloads ? downloadOrBuild(stillMissing, buildMissing, progress, signal) : buildMissing(stillMissing));
    });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new EnvironmentError(
        `no disk space left for the components in ${cacheDirectory()}: free disk space, or set KFP_CONFORMANCE_CACHE to another directory`,
        { cause },
      );
    if (code === 'EACCES' || code === 'EROFS')
      throw new EnvironmentError(
        `the cache directory ${cacheDirectory()} cannot be written (${message}): set KFP_CONFORMANCE_CACHE to another directory`,
        { cause },
      );
    throw cause;
  }
};

/** Downloads or builds the named components that are missing. Returns quickly if none are. */
export const setUpComponents = (
  names: readonly ComponentName[],
  progress: Progress,
  signal: AbortSignal,
  { downloads = true }: { readonly downloads?: boolean } = {},
): Promise<void> => setUp(names, async (name) => (await findComponent(name)).component, downloads, progress, signal);

/** Builds the named components unless they were built on this machine before. Other binaries are not used. */
export const setUpBuiltComponents = (
  names: readonly ComponentName[],
  progress: Progress,
  signal: AbortSignal,
): Promise<void> => setUp(names, findCached, false, progress, signal);

/** Finds MariaDB, and installs it if it is missing and the machine permits that. */
export const setUpMariaDb = async (progress: Progress, signal: AbortSignal): Promise<MariaDb> => {
  const first = await findMariaDb();
  if (first.component !== undefined) return first.component;
  return withSetupLock(progress, signal, async () => {
    const { component, passedOver } = await findMariaDb();
    return component ?? installMariaDb(passedOver, progress, signal);
  });
};

/** Finds a component without building it. Throws an EnvironmentError if it is missing. */
export const resolveComponent = async (name: ComponentName): Promise<Component> => {
  const { component, passedOver } = await findComponent(name);
  if (component !== undefined) return component;
  const others = passedOver.length === 0 ? '' : `; passed over: ${passedOver.join(', ')}`;
  throw new EnvironmentError(`${wanted(name)} is not set up${others}: run \`${calledAs()} setup ${name}\``);
};
