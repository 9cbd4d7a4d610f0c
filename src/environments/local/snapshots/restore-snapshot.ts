import path from 'node:path';
import type { ComponentHost } from '../component-host.ts';
import type { EtcdMember } from '../etcd.ts';
import { copyDirectory } from './data-files.ts';
import { restoreEtcd } from './etcd-snapshot.ts';
import { snapshotParts, type Snapshot } from './snapshot-manifest.ts';

/** Fills the data directories of an environment's servers before they start. */
export interface Restore {
  etcd(member: EtcdMember): Promise<void>;
  database(dataDirectory: string): Promise<void>;
}

export const restoreFrom = ({ directory }: Snapshot, host: ComponentHost): Restore => ({
  etcd: (member) => restoreEtcd(path.join(directory, snapshotParts.etcd), member, host),
  database: (dataDirectory) => copyDirectory(path.join(directory, snapshotParts.database), dataDirectory, host.signal),
});
