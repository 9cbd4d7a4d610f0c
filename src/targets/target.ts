import type { Command } from '../environments/environment.ts';

/** KFP API server under test. Every kind is launched through one path, with KFP's own flags and environment variables. */
export interface Target {
  readonly kind: 'reference' | 'binary';
  /** Its file, for the report. */
  readonly executable: string;
  /** SHA-256 of that file; absent for the reference, which is many files. */
  readonly sha256?: string;
  /** Its own CRDs, roles and webhook configurations; without them the harness applies its own. */
  readonly manifestsDirectory?: string;
  /** The program with KFP's arguments and environment. */
  command(args: readonly string[], env: Readonly<Record<string, string>>): Command;
}
