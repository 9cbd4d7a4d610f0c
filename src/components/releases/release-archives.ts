import type { ComponentName } from '../recipe.ts';
import { versions } from '../versions.ts';

/** An archive that a publisher offers for this machine, as a gzipped tar. */
export interface ReleaseArchive {
  readonly file: string;
  readonly url: string;
  readonly version: string;
  /** Of the whole archive, hexadecimal. */
  readonly sha512: string;
  /** The folder of its programs, inside. */
  readonly folder: string;
  readonly programs: readonly string[];
}

const architectures: Readonly<Partial<Record<NodeJS.Architecture, string>>> = { x64: 'amd64', arm64: 'arm64' };

/** The archives of fixtures/versions.yaml for a machine; none where its publisher offers none that is pinned here. */
export const releaseArchives = (
  platform: NodeJS.Platform = process.platform,
  architecture: NodeJS.Architecture = process.arch,
): readonly ReleaseArchive[] =>
  versions.releases.flatMap(({ url, version, archives }) =>
    archives
      .filter((archive) => archive.platform === `${platform}/${architectures[architecture]}`)
      .map(({ file, sha512, folder, programs }) => ({
        file,
        url: new URL(file, url).href,
        version,
        sha512,
        folder,
        programs,
      })),
  );

/** An archive, and what is to be taken from it. */
export interface ArchiveChoice {
  readonly archive: ReleaseArchive;
  readonly names: readonly ComponentName[];
}

/** As few archives as hold what can be had of `names`. Of two that hold as much, the first listed. */
export const chooseArchives = (
  names: readonly ComponentName[],
  archives: readonly ReleaseArchive[],
): readonly ArchiveChoice[] => {
  const [best] = archives
    .map((archive) => ({ archive, names: names.filter((name) => archive.programs.includes(name)) }))
    .toSorted((one, other) => other.names.length - one.names.length);
  if (best === undefined || best.names.length === 0) return [];
  const left = names.filter((name) => !best.names.includes(name));
  return [best, ...chooseArchives(left, archives)];
};
