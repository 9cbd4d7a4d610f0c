import { object, objects, text, type Json } from '../clients/json-response.ts';

/** The state of a server's pod according to the Kubernetes API. */
export interface PodState {
  readonly name: string;
  readonly uid: string;
  readonly ready: boolean;
  /** Whether its deletion has begun. */
  readonly terminating: boolean;
  /** The number of restarts of its container. */
  readonly restarts: number;
  /** The id of its container without the runtime's name; empty before the container is started. */
  readonly containerId: string;
  /** The reason why the pod is not scheduled or its container does not start; empty if there is none. */
  readonly waitingReason: string;
  /** The exit code and reason of its container's last termination; empty if there was none. */
  readonly lastTermination: string;
  readonly createdAt: string;
  readonly labels: Json;
}

/** The reason why a pod is not ready, as far as the Kubernetes API reports one. */
export const problemOf = ({ waitingReason, lastTermination }: PodState): string =>
  [waitingReason, lastTermination].filter((reason) => reason !== '').join(', ');

/** A description of pods for a wait that timed out. */
export const describePods = (pods: readonly PodState[]): string =>
  pods
    .map((pod) => {
      const problem = problemOf(pod);
      const state = pod.terminating ? 'terminating' : pod.ready ? 'ready' : `not ready${problem && `: ${problem}`}`;
      return `${pod.name} ${state}`;
    })
    .join('; ') || 'no pod';

const waitingReasonOf = (container: Json): string => {
  const waiting = object(object(container, 'state'), 'waiting');
  const reason = text(waiting, 'reason');
  return reason === '' || reason === 'ContainerCreating' ? '' : `${reason} ${text(waiting, 'message')}`.trim();
};

const lastTerminationOf = (container: Json): string => {
  const terminated = object(object(container, 'lastState'), 'terminated');
  return typeof terminated['exitCode'] === 'number'
    ? `ended before with exit code ${terminated['exitCode']} (${text(terminated, 'reason')})`
    : '';
};

export const podStateOf = (pod: Json): PodState => {
  const metadata = object(pod, 'metadata');
  const status = object(pod, 'status');
  const [container = {}] = objects(status, 'containerStatuses');
  const conditions = objects(status, 'conditions');
  const ready = conditions.find((condition) => text(condition, 'type') === 'Ready') ?? {};
  const unscheduled = conditions.find(
    (condition) => text(condition, 'type') === 'PodScheduled' && text(condition, 'status') === 'False',
  );
  return {
    name: text(metadata, 'name'),
    uid: text(metadata, 'uid'),
    ready: text(ready, 'status') === 'True',
    terminating: text(metadata, 'deletionTimestamp') !== '',
    restarts: Number(container['restartCount'] ?? 0),
    containerId: text(container, 'containerID').replace(/^[^/]+:\/\//, ''),
    waitingReason: unscheduled === undefined ? waitingReasonOf(container) : text(unscheduled, 'message'),
    lastTermination: unscheduled === undefined ? lastTerminationOf(container) : '',
    createdAt: text(metadata, 'creationTimestamp'),
    labels: object(metadata, 'labels'),
  };
};
