import type { StorageMode } from '../contract/lane-name.ts';
import type { VariantName } from '../contract/variant.ts';

/** What `env up` keeps running. */
export interface KeepOptions {
  readonly databaseUrl?: string;
  /** `reference`, `binary:PATH` or `image:REF`: an API server on top. */
  readonly target?: string;
  readonly manifests?: string;
  readonly storage?: StorageMode;
  readonly variant?: VariantName;
}

/** How the API server is started where the options do not say it. */
export const keptByDefault = { storage: 'kubernetes', variant: 'default' } as const satisfies KeepOptions;

/** The flags of the hidden command `env keep`, which `env up` hands its own options on to. */
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
