import type { StorageMode } from '../contract/lane-name.ts';
import type { VariantName } from '../contract/variant.ts';

/** The options of an environment that `env up` keeps running. */
export interface KeepOptions {
  readonly databaseUrl?: string;
  /** The API server to start: `reference`, `binary:PATH` or `image:REF`. Absent: none. */
  readonly target?: string;
  readonly manifests?: string;
  readonly storage?: StorageMode;
  readonly variant?: VariantName;
}

/** The defaults of the API server. */
export const keptByDefault = { storage: 'kubernetes', variant: 'default' } as const satisfies KeepOptions;

/** The flags of the hidden command `env keep`, to which `env up` forwards its options. */
export const keepFlags: Readonly<Record<keyof KeepOptions, string>> = {
  databaseUrl: '--database-url',
  target: '--target',
  manifests: '--manifests',
  storage: '--storage',
  variant: '--variant',
};

export const keepArguments = (options: KeepOptions): readonly string[] =>
  Object.entries(keepFlags).flatMap(([name, flag]) => {
    const value = options[name as keyof KeepOptions];
    return value === undefined ? [] : [flag, value];
  });
