import { largeDatabase, smallDatabase, type DatabaseTuning } from '../../components/mariadb-settings.ts';

/**
 * `relaxed`: etcd and MariaDB do not wait for the disk; a crash of the machine may lose data, which does not matter here.
 * `full`: both wait, as in production, so that a comparison of the storage modes includes the cost of disk writes.
 */
export const durabilities = ['relaxed', 'full'] as const;
export type Durability = (typeof durabilities)[number];

/** The numbers of requests that kube-apiserver serves at the same time. */
export interface RequestLimits {
  readonly all: number;
  readonly mutating: number;
}

/** The settings of the components that have an effect on their speed. */
export interface LocalSettings {
  readonly durability: Durability;
  /** Whether kube-apiserver writes an audit log. */
  readonly audit: boolean;
  /** GOGC of etcd, kube-apiserver and kube-controller-manager: by how many percent the heap grows between collections. */
  readonly gogc: number;
  /** Absent: kube-apiserver's defaults. */
  readonly requestLimits?: RequestLimits;
  readonly database: DatabaseTuning;
}

/** `conformance`: fast, and with an audit log. `measurement`: as in production, so that times can be believed. */
export type Purpose = 'conformance' | 'measurement';

export const settingsFor: Readonly<Record<Purpose, LocalSettings>> = {
  conformance: {
    durability: 'relaxed',
    audit: true,
    // A heap of five times the live data saves a tenth of kube-apiserver's CPU time.
    gogc: 400,
    requestLimits: { all: 3000, mutating: 1500 },
    database: smallDatabase,
  },
  measurement: { durability: 'full', audit: false, gogc: 100, database: largeDatabase },
};
