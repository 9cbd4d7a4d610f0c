import { terminalProgress } from '../../src/cli/terminal-progress.ts';
import { containerEngine, engineUnavailableReason } from '../../src/containers/container-engine.ts';
import { canFetchDebianPackages } from '../../src/containers/own-engine/debian-packages.ts';
import { aptInstall, usableAptGet } from '../../src/components/apt-install.ts';
import { localComponentNames } from '../../src/components/recipe.ts';
import { setUpBuiltComponents, setUpComponents, setUpMariaDb } from '../../src/components/set-up.ts';
import type { Progress } from '../../src/waiting/progress.ts';
import { chooseNodeImage, offline } from '../../src/environments/kind/choose-node-image.ts';
import { databaseImage } from '../../src/containers/images/database-image.ts';
import { referenceImage } from '../../src/containers/images/reference-image.ts';
import { EnvironmentError } from '../../src/failures/environment-error.ts';
import { findNodeImage } from '../../src/containers/node-image/node-image.ts';
import { referenceTarget } from '../../src/targets/reference.ts';
import { findChromium } from '../../src/testing/find-chromium.ts';
import type { SetUp, StepContext } from './step.ts';

const setUp = (
  name: string,
  needs: readonly SetUp[],
  run: (progress: Progress, context: StepContext) => Promise<void>,
): SetUp => ({
  kind: 'set-up',
  name: `set-up of ${name}`,
  needs,
  run: async (context) => {
    using progress = terminalProgress(process.stderr);
    await run(progress, context);
  },
});

/** The programs of environments on loopback, kubectl, which renders kustomize folders, and k6. */
export const components = setUp('components and the database', [], async (progress, { signal }) => {
  await setUpMariaDb(progress, signal);
  await setUpComponents([...localComponentNames, 'kubectl', 'k6'], progress, signal);
});

const whyNoChromium = async (): Promise<string | undefined> =>
  (await findChromium()) !== undefined || (await usableAptGet()) !== undefined
    ? undefined
    : 'there is no Chromium on PATH, and it is installed with apt-get, which needs root on a Debian-like machine';

/** The browser in which the tests of report.html open it. */
export const chromium: SetUp = {
  ...setUp('Chromium', [], async (progress, { signal }) => {
    if ((await findChromium()) !== undefined) return;
    const aptGet = await usableAptGet();
    if (aptGet === undefined) throw new EnvironmentError(`Chromium is needed: ${await whyNoChromium()}`);
    const { code, output } = await aptInstall(aptGet, 'Chromium', ['chromium'], progress, signal);
    if (code !== 0)
      throw new EnvironmentError(
        `Chromium is needed, and apt-get could not install it (exit code ${code}): install chromium. Its output:\n${output}`,
      );
  }),
  skipReason: whyNoChromium,
};

/** The harness's own engine ends with its last user; this user keeps it running until the tests have ended. */
const engine: SetUp = {
  ...setUp('the container engine', [], async (progress, { held, signal }) => {
    held.use(await containerEngine(progress, signal));
  }),
  skipReason: engineUnavailableReason,
};

export const kindCommand = setUp('the command kind', [engine], (progress, { signal }) =>
  setUpBuiltComponents(['kind'], progress, signal),
);

/** Makes the node image available; it is built only if the machine's engine cannot pull the published one. */
export const nodeImage = setUp('the node image', [engine], async (progress, { signal }) => {
  await using found = await containerEngine(progress, signal);
  await chooseNodeImage(found, undefined, progress, signal);
});

const whyNoOfflineNodeImage = async (): Promise<string | undefined> =>
  (await findNodeImage()) !== undefined || (await canFetchDebianPackages())
    ? undefined
    : 'the node image is built with debootstrap, which needs root on a Debian-like machine';

/** Builds the node image even if it could be pulled, since the build is tested too. */
export const offlineNodeImage: SetUp = {
  ...setUp('the offline node image', [nodeImage], async (progress, { signal }) => {
    await using found = await containerEngine(progress, signal);
    await chooseNodeImage(found, offline, progress, signal);
  }),
  skipReason: whyNoOfflineNodeImage,
};

export const serverImages = setUp('the images of servers', [components, engine], async (progress, { signal }) => {
  await referenceImage(referenceTarget().executable, progress, signal);
  await databaseImage(progress, signal);
});
