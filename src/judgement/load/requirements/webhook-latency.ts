import { estimateOf } from '../quantiles.ts';
import { findMeasurement, placeOf } from './find-measurement.ts';
import {
  definitionBytes,
  met,
  millisecondsText,
  notDecided,
  notMet,
  numberText,
  withoutWebhooks,
  type Rule,
} from './rule.ts';

const leastBytes = 1_048_576;
const mostMs = 10_000;

/** A whole iteration, of one request or two, bounds the latency of the webhooks in it from above. */
export const webhookLatency: Rule = {
  bound:
    'with webhooks and definitions of 1 MiB (sizes: 1048576), the p99 of create-with-version, with its 95 % interval, is below 10 s',
  decide: ({ report, lane, target }) => {
    const unadmitted = withoutWebhooks(report);
    if (unadmitted !== undefined) return notDecided(unadmitted);
    const bytes = definitionBytes(report);
    if (bytes === undefined || bytes < leastBytes)
      return notDecided('the plan has no definitions of 1 MiB each: set sizes to 1048576');
    const found = findMeasurement(report, { operation: 'create-with-version', lane, target });
    if ('missing' in found) return notDecided(found.missing);
    const { response, loop } = found.measurement;
    const p99 = loop === 'closed' || response === undefined ? undefined : estimateOf(response, report.quantileGrid, 99);
    if (p99 === undefined)
      return notDecided(
        `${placeOf(found.measurement)} has no p99: too few samples, or a closed loop, which judges no latency`,
      );
    const text = `the p99 of ${placeOf(found.measurement)}, with definitions of ${numberText(bytes)} bytes, is ${millisecondsText(p99.value)} (95 % interval to ${millisecondsText(p99.high)}; at most 10 s)`;
    if (p99.high < mostMs) return met(text);
    return p99.low < mostMs ? notDecided(`${text}; more samples are needed`) : notMet(text);
  },
};
