import type { Command } from '../processes/running-process.ts';

interface Shipped {
  /** Its own CRDs, roles and webhook configurations; without them the harness applies its own. */
  readonly manifestsDirectory?: string;
}

/** A program that is started with KFP's own flags and environment variables. */
export interface ProgramTarget extends Shipped {
  readonly kind: 'reference' | 'binary';
  /** Its file, for the report. */
  readonly executable: string;
  /** SHA-256 of that file; absent for the reference, which is many files. */
  readonly sha256?: string;
  /** The program with KFP's arguments and environment. */
  command(args: readonly string[], env: Readonly<Record<string, string>>): Command;
}

/** A container image of KFP's API server. */
export interface ImageTarget extends Shipped {
  readonly kind: 'image';
  /** `ghcr.io/kubeflow/kfp-api-server:2.17.0` */
  readonly executable: string;
}

/** An API server that somebody has installed. */
export interface InstallationTarget extends Shipped {
  readonly kind: 'installation';
  /** Where it is: the endpoint, or the Service. */
  readonly executable: string;
}

/** KFP API server under test that is started for the run. */
export type StartableTarget = ProgramTarget | ImageTarget;

/** KFP API server under test. */
export type Target = StartableTarget | InstallationTarget;
