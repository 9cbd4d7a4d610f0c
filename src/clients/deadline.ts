/** A bound on something that takes a while; to be disposed of when that has ended. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Aborted with a TimeoutError after so many milliseconds, or with `outer` and its reason. AbortSignal.any of a time-out
 * says the same, but costs more than sending a small request and hangs on `outer` until garbage is collected.
 */
export const deadline = (milliseconds: number, outer?: AbortSignal): Deadline => {
  const controller = new AbortController();
  const expired = () => controller.abort(new DOMException(`no answer within ${milliseconds / 1000} s`, 'TimeoutError'));
  const timer = setTimeout(expired, milliseconds);
  const aborted = () => controller.abort(outer?.reason);
  if (outer?.aborted) aborted();
  outer?.addEventListener('abort', aborted, { once: true });
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', aborted);
    },
  };
};
