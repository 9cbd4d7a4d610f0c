import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { packagePath } from '../package-path.ts';

/** Archives of one version that their publisher offers for download. */
const release = z.object({
  toolchain: z.enum(['etcd', 'kubernetes', 'k6']),
  version: z.string(),
  /** The folder that the archives are in, with a slash at the end. */
  url: z.url({ protocol: /^https$/ }).endsWith('/'),
  /** Where the hashes were read. */
  hashes: z.object({ repository: z.string(), file: z.string(), commit: z.hash('sha1') }),
  archives: z.array(
    z.object({
      file: z.string(),
      /** In the words of Go: GOOS/GOARCH. */
      platform: z.string(),
      sha512: z.hash('sha512'),
      /** The folder of its programs. */
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

/** The versions of components this project pins (fixtures/versions.yaml). */
export const versions = schema.parse(parse(readFileSync(packagePath('fixtures', 'versions.yaml'), 'utf8')));
