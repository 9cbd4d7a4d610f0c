/** Where a target keeps pipelines. */
export const storageModes = ['database', 'kubernetes'] as const;
export type StorageMode = (typeof storageModes)[number];

/** A storage mode with an access mode, in the order of every matrix. */
export const laneNames = ['database/rest', 'kubernetes/rest', 'kubernetes/crd'] as const;
export type LaneName = (typeof laneNames)[number];

export const storageOf: Readonly<Record<LaneName, StorageMode>> = {
  'database/rest': 'database',
  'kubernetes/rest': 'kubernetes',
  'kubernetes/crd': 'kubernetes',
};
