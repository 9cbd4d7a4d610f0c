import type { StorageMode } from '../contract/lane-name.ts';
import { storageModes } from '../contract/lane-name.ts';
import type { Profile } from '../contract/requirement.ts';
import type { Report } from './schema.ts';

/** What a run found out about its target before it judged it. */
export interface RunFacts {
  /** The features found by probing; absent: not probed, or undetermined. */
  readonly features: Report['target']['features'];
  /** The release of the target; see `notInForce`. */
  readonly release: string;
  /** The storage modes that the target offers. */
  readonly storageModes: readonly StorageMode[];
  /** The target is an installation, which cannot give everything that a server of the harness can. */
  readonly installation: boolean;
}

/** Manifests that are not the target's own give it webhooks, or none, that say nothing about the target. */
const withoutForeignWebhook = ({ kind, manifests, features }: Report['target']): Report['target']['features'] => {
  if (manifests !== 'harness' || kind === 'reference') return features;
  return Object.fromEntries(
    Object.entries(features).map(([mode, found]) => {
      const { webhook: _webhook, ...own } = found;
      return [mode, own];
    }),
  );
};

export const runFacts = (target: Report['target']): RunFacts => ({
  features: withoutForeignWebhook(target),
  release: target.release,
  storageModes: storageModes.filter((mode) => target.storageModes.includes(mode)),
  installation: target.kind === 'installation',
});

/** The completeness of a run. */
export interface Completeness {
  /** The profiles of which every check was run: all in an unfiltered run, none in an interrupted one. */
  readonly whole: readonly Profile[];
  /** The reason why a profile is not among them. */
  readonly partialBecause: string;
}
