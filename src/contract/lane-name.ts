/** Where a target stores pipelines. */
export const storageModes = ['database', 'kubernetes'] as const;
export type StorageMode = (typeof storageModes)[number];

/** Combinations of storage mode and access mode, in the order of every matrix. */
export const laneNames = ['database/rest', 'kubernetes/rest', 'kubernetes/crd'] as const;
export type LaneName = (typeof laneNames)[number];

export const storageOf = {
  'database/rest': 'database',
  'kubernetes/rest': 'kubernetes',
  'kubernetes/crd': 'kubernetes',
} as const satisfies Readonly<Record<LaneName, StorageMode>>;

/** How a lane writes pipelines: through KFP's REST API, or as custom resources through the Kubernetes API. */
export type AccessMode = 'rest' | 'crd';

export const accessOf: Readonly<Record<LaneName, AccessMode>> = {
  'database/rest': 'rest',
  'kubernetes/rest': 'rest',
  'kubernetes/crd': 'crd',
};

/** The lanes of a storage mode. */
export type LaneIn<Mode extends StorageMode> = {
  [Name in LaneName]: (typeof storageOf)[Name] extends Mode ? Name : never;
}[LaneName];

export const isLaneIn = <Mode extends StorageMode>(lane: LaneName, mode: Mode): lane is LaneIn<Mode> =>
  storageOf[lane] === mode;
