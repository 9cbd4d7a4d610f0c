import type { Command } from '../processes/running-process.ts';

interface WithManifests {
  /** The folder of its own CRDs, roles and webhook configurations; absent: the harness applies its own. */
  readonly manifestsDirectory?: string;
}

/** A program that is started with KFP's flags and environment variables. */
export interface ProgramTarget extends WithManifests {
  readonly kind: 'reference' | 'binary';
  /** The path of the program, for the report. */
  readonly executable: string;
  /** The SHA-256 of that file; absent for the reference, which consists of many files. */
  readonly sha256?: string;
  /** The command that runs the program with KFP's arguments and environment. */
  command(args: readonly string[], env: Readonly<Record<string, string>>): Command;
}

/** A container image of KFP's API server. */
export interface ImageTarget extends WithManifests {
  readonly kind: 'image';
  /** `ghcr.io/kubeflow/kfp-api-server:2.17.0` */
  readonly executable: string;
}

/** An API server of an existing installation. */
export interface InstallationTarget extends WithManifests {
  readonly kind: 'installation';
  /** Its endpoint or Service. */
  readonly executable: string;
}

/** A KFP API server under test that the harness starts. */
export type StartableTarget = ProgramTarget | ImageTarget;

/** A KFP API server under test. */
export type Target = StartableTarget | InstallationTarget;
