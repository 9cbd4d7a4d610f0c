import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { packagePath } from '../cli/package-path.ts';

const schema = z.object({
  toolchains: z.object({
    etcd: z.string(),
    kubernetes: z.string(),
    k6: z.string(),
    coredns: z.string(),
    pause: z.string(),
    kind: z.string(),
  }),
  'node-image': z.string(),
  mariadb: z.object({ minimum: z.string() }),
});

/** A set of programs built from one Go module file. */
export type Toolchain = keyof z.infer<typeof schema>['toolchains'];

/** The versions of components this project pins (fixtures/versions.yaml). */
export const versions = schema.parse(parse(readFileSync(packagePath('fixtures', 'versions.yaml'), 'utf8')));
