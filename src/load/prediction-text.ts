import { minutes } from './duration-text.ts';
import type { Prediction } from './prediction.ts';

const binary = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1024 ** 3).toFixed(1)} GiB` : `${Math.ceil(bytes / 1024 ** 2)} MiB`;

/** What a plan will take, one line each. */
export const predictionLines = (prediction: Prediction): readonly string[] => [
  `requests  ${prediction.requests.toLocaleString('en')}`,
  `time      about ${minutes(prediction.seconds)} (less where snapshots of the stores are in the cache)`,
  `memory    about ${binary(prediction.memoryBytes)}, of all servers with the largest store`,
  `disk      about ${binary(prediction.diskBytes)}, of databases, snapshots and their copies`,
  ...(prediction.etcdBytes === 0 ? [] : [`etcd      about ${binary(prediction.etcdBytes)} of its quota`]),
];
