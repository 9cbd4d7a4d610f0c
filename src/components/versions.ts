import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { packagePath } from '../package-path.ts';

/** The archives of one version that a publisher offers for download. */
const release = z.object({
  toolchain: z.enum(['etcd', 'kubernetes', 'k6']),
  version: z.string(),
  /** The URL of the archives' directory, with a trailing slash. */
  url: z.url({ protocol: /^https$/ }).endsWith('/'),
  /** The source of the hashes. */
  hashes: z.object({ repository: z.string(), file: z.string(), commit: z.hash('sha1') }),
  archives: z.array(
    z.object({
      file: z.string(),
      /** In Go's terms: GOOS/GOARCH. */
      platform: z.string(),
      sha512: z.hash('sha512'),
      /** The directory of the programs in the archive. */
      folder: z.string(),
      programs: z.array(z.string()),
    }),
  ),
});

const schema = z.object({
  toolchains: z.object({
    etcd: z.string(),
    kubernetes: z.string(),
    k6: z.string(),
    coredns: z.string(),
    pause: z.string(),
    kind: z.string(),
  }),
  releases: z.array(release),
  'node-image': z.string(),
  mariadb: z.object({ minimum: z.string() }),
});

/** A set of programs built from one Go module file. */
export type Toolchain = keyof z.infer<typeof schema>['toolchains'];

/** The component versions that this project pins (fixtures/versions.yaml). */
export const versions = schema.parse(parse(readFileSync(packagePath('fixtures', 'versions.yaml'), 'utf8')));
