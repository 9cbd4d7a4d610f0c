import { Counter, Gauge, Trend } from 'k6/metrics';

/** Answers with an unexpected status or content, and requests without an answer. */
export const wrongAnswers = new Counter('wrong_answers');
/** Answers with status 429; they are not counted as wrong. */
export const throttled = new Counter('throttled');
/** Iterations that threw: k6 itself logs them, and counts them as complete. */
export const scriptErrors = new Counter('script_errors');
/** Iterations that began; those without an end were interrupted. */
export const started = new Counter('started');
/** The instant at which the measured part began, in milliseconds since 1970. */
export const measuredStart = new Gauge('measured_start');
/**
 * Milliseconds from the start of the measured part to the end of the last iteration, as a sum over the virtual users (closed
 * loop): with it, neither the last iterations nor the gaps between iterations make the rate of a closed loop wrong.
 */
export const busy = new Counter('busy', true);
/** Milliseconds between the instant an iteration was due and its start (open loop). */
export const lag = new Trend('lag', true);
/** Milliseconds between the instant an iteration was due and its end. */
export const response = new Trend('response', true);
