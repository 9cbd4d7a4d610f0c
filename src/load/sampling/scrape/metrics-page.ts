import type { Connection } from '../../../clients/connection.ts';
import { agentFor, completedRequest, undiciOptions } from '../../../clients/http.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import { patience } from '../../../waiting/slowness.ts';
import type { MetricSample } from '../prometheus/metric-sample.ts';
import { metricsFilter } from '../prometheus/metrics-filter.ts';

const timeoutMs = 10_000;

/**
 * Reads `/metrics` and keeps the samples with a wanted name. Asks for no compression, which would cost the server more CPU
 * than the bytes on loopback. Throws an EnvironmentError if the status is not 200, and undici's errors without an answer.
 */
export const readMetricsPage = async (
  connection: Connection,
  wanted: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly MetricSample[]> => {
  const session = { record: () => {}, timeoutMs: patience(timeoutMs) };
  const request = completedRequest(
    { method: 'GET', target: '/metrics', headers: { accept: 'text/plain;version=0.0.4' } },
    connection,
    session,
  );
  const answer = await agentFor(connection).request({
    ...undiciOptions(connection, request),
    headersTimeout: session.timeoutMs,
    bodyTimeout: session.timeoutMs,
    signal,
  });
  if (answer.statusCode !== 200) {
    await answer.body.dump();
    throw new EnvironmentError(`${connection.origin}/metrics has status ${answer.statusCode} instead of 200`);
  }
  const filter = metricsFilter(wanted);
  const decoder = new TextDecoder();
  for await (const piece of answer.body as AsyncIterable<Buffer>) filter.push(decoder.decode(piece, { stream: true }));
  return filter.end();
};
