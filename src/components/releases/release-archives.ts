import type { ComponentName } from '../recipe.ts';
import { versions } from '../versions.ts';

/** A gzipped tar archive that a publisher offers for this machine. */
export interface ReleaseArchive {
  readonly file: string;
  readonly url: string;
  readonly version: string;
  /** The hash of the whole archive, in hexadecimal. */
  readonly sha512: string;
  /** The directory of the programs in the archive. */
  readonly folder: string;
  readonly programs: readonly string[];
}

const architectures: Readonly<Partial<Record<NodeJS.Architecture, string>>> = { x64: 'amd64', arm64: 'arm64' };

/** The archives for a platform that fixtures/versions.yaml pins; empty if it pins none for this platform. */
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

/** An archive and the programs to extract from it. */
export interface ArchiveChoice {
  readonly archive: ReleaseArchive;
  readonly names: readonly ComponentName[];
}

/** The fewest archives that contain the available programs among `names`. The first listed archive wins a tie. */
export const chooseArchives = (
  names: readonly ComponentName[],
  archives: readonly ReleaseArchive[],
): readonly ArchiveChoice[] => {
  const [best] = archives
    .map((archive) => ({ archive, names: names.filter((name) => archive.programs.includes(name)) }))
    .toSorted((one, other) => other.names.length - one.names.length);
  if (best === undefined || best.names.length === 0) return [];
  const remaining = names.filter((name) => !best.names.includes(name));
  return [best, ...chooseArchives(remaining, archives)];
};
