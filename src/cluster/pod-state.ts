import { object, objects, text, type Json } from '../clients/json-response.ts';

/** What the Kubernetes API knows of a pod of a server. */
export interface PodState {
  readonly name: string;
  readonly uid: string;
  readonly ready: boolean;
  /** It is being ended. */
  readonly terminating: boolean;
  /** How often its container was started again. */
  readonly restarts: number;
  /** Of its container, without the runtime's name; empty before it is started. */
  readonly containerId: string;
  /** How its container last ended, and why it does not start, in words; empty where there is nothing to tell. */
  readonly trouble: string;
  readonly createdAt: string;
  readonly labels: Json;
}

/** How pods are, for a wait that took too long. */
export const describedPods = (pods: readonly PodState[]): string =>
  pods
    .map(({ name, ready, terminating, trouble }) => {
      const how = terminating ? 'terminating' : ready ? 'ready' : `not ready${trouble && `: ${trouble}`}`;
      return `${name} ${how}`;
    })
    .join('; ') || 'no pod';

const troubleOf = (status: Json): string => {
  const waiting = object(object(status, 'state'), 'waiting');
  const ended = object(object(status, 'lastState'), 'terminated');
  const reason = text(waiting, 'reason');
  const parts = [
    ...(reason === '' || reason === 'ContainerCreating' ? [] : [`${reason} ${text(waiting, 'message')}`.trim()]),
    ...(typeof ended['exitCode'] === 'number'
      ? [`ended before with exit code ${ended['exitCode']} (${text(ended, 'reason')})`]
      : []),
  ];
  return parts.join(', ');
};

export const podStateOf = (pod: Json): PodState => {
  const metadata = object(pod, 'metadata');
  const status = object(pod, 'status');
  const [container = {}] = objects(status, 'containerStatuses');
  const condition = objects(status, 'conditions').find((one) => text(one, 'type') === 'Ready') ?? {};
  const unscheduled = objects(status, 'conditions').find(
    (one) => text(one, 'type') === 'PodScheduled' && text(one, 'status') === 'False',
  );
  return {
    name: text(metadata, 'name'),
    uid: text(metadata, 'uid'),
    ready: text(condition, 'status') === 'True',
    terminating: text(metadata, 'deletionTimestamp') !== '',
    restarts: Number(container['restartCount'] ?? 0),
    containerId: text(container, 'containerID').replace(/^[^/]+:\/\//, ''),
    trouble: unscheduled === undefined ? troubleOf(container) : text(unscheduled, 'message'),
    createdAt: text(metadata, 'creationTimestamp'),
    labels: object(metadata, 'labels'),
  };
};
