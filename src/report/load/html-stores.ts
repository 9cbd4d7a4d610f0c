import type { LoadReport, StoreRecord } from '../../judgement/load/schema.ts';
import { lineChart, type ChartSeries } from '../charts/line-chart.ts';
import { logDomain } from '../charts/log-ticks.ts';
import { looks } from '../charts/series-look.ts';
import { html, type Html } from '../html-text.ts';
import { dataTable, figure, figures, foldedTable } from './html-parts.ts';
import { bytesText, durationText, significant, tickText, whole } from './number-text.ts';
import { sizeAxis } from './size-series.ts';

const mebibyte = 1_048_576;

/** The sizes on disk of what holds the pipelines, by what they are of. Both servers run in either mode. */
const diskBytes = (store: StoreRecord): readonly (readonly [name: string, bytes: number | undefined])[] =>
  store.storage === 'database'
    ? [['MariaDB', store.databaseBytes]]
    : [
        ['etcd file', store.etcdBytes],
        ['etcd in use', store.etcdBytesInUse],
      ];

const memoryBytes = (store: StoreRecord): readonly (readonly [name: string, bytes: number | undefined])[] =>
  Object.entries(store.rssBytes);

/** That of the harness says nothing of the store: where no server is sampled nothing is plotted. */
const plottedMemoryBytes = (store: StoreRecord): ReturnType<typeof memoryBytes> =>
  Object.keys(store.rssBytes).every((name) => name === 'harness') ? [] : memoryBytes(store);

type BytesOf = typeof diskBytes;

/** The names of everything that has a size, which decide how its line looks in all plots. */
const namesOf = (stores: readonly StoreRecord[], bytesOf: BytesOf): readonly string[] => [
  ...new Set(stores.flatMap((store) => bytesOf(store).flatMap(([name, bytes]) => (bytes === undefined ? [] : [name])))),
];

const seriesOf = (stores: readonly StoreRecord[], bytesOf: BytesOf, names: readonly string[]): readonly ChartSeries[] =>
  names.flatMap((name, look) => {
    const points = stores.flatMap((store) => {
      const bytes = bytesOf(store).find(([one]) => one === name)?.[1];
      return bytes === undefined
        ? []
        : [
            {
              x: store.objects,
              y: bytes === 0 ? undefined : bytes / mebibyte,
              title: `${name} at ${whole(store.objects)}: ${bytesText(bytes)}`,
            },
          ];
    });
    return points.length === 0
      ? []
      : [
          {
            name: name.replace('kube-controller-manager', 'controller-mgr'),
            look: look % looks,
            points: points.toSorted((a, b) => a.x - b.x),
          },
        ];
  });

interface Plot {
  readonly id: string;
  readonly title: string;
  readonly label: string;
  readonly bytesOf: BytesOf;
}

/** A plot for each target and storage, all on one scale. */
const charts = (report: LoadReport, { id, title, label, bytesOf }: Plot): readonly Html[] => {
  const names = namesOf(report.stores, bytesOf);
  const sizes = [...new Set(report.stores.map(({ objects }) => objects))].toSorted((a, b) => a - b);
  const groups = report.targets.flatMap(({ name: target }) =>
    (['database', 'kubernetes'] as const).flatMap((storage) => {
      const own = report.stores.filter((one) => one.target === target && one.storage === storage);
      const series = seriesOf(own, bytesOf, names);
      return series.length === 0 ? [] : [{ target, storage, series }];
    }),
  );
  const domain = logDomain(
    groups.flatMap(({ series }) =>
      series.flatMap(({ points }) => points.flatMap(({ y }) => (y === undefined ? [] : [y]))),
    ),
  );
  return groups.map(({ target, storage, series }, at) =>
    figure(
      `${storage} mode, ${target}`,
      lineChart({
        id: `${id}-${at}`,
        title: `${title}, ${storage} mode, ${target}`,
        description: series
          .map(
            ({ name, points }) =>
              `${name}, MiB: ${points.map(({ x, y }) => `${y === undefined ? 'none' : significant(y)} at ${whole(x)}`).join(', ')}.`,
          )
          .join(' '),
        x: sizeAxis(sizes),
        y: { label, scale: 'log', domain, format: tickText },
        series,
      }),
    ),
  );
};

const proofText = ({ objects, versions, proof }: StoreRecord): string => {
  const counts = proof.counted === objects && proof.countedVersions === versions;
  const digests = proof.equal === proof.sampled;
  return [
    `${counts ? '✓' : '✗'} counted ${whole(proof.counted)} pipelines, ${whole(proof.countedVersions)} versions`,
    `${digests ? '✓' : '✗'} ${whole(proof.equal)} of ${whole(proof.sampled)} objects read back as sent`,
  ].join('; ');
};

const origins: Readonly<Record<StoreRecord['seeding']['from'], string>> = {
  nothing: 'seeded',
  'smaller-store': 'added to the smaller store',
  snapshot: 'restored from a snapshot',
  unfinished: 'continued',
};

const seedingText = ({ from, created, seconds, perSecond }: StoreRecord['seeding']): string =>
  `${origins[from]}: ${whole(created)} objects in ${durationText(seconds)}${perSecond === undefined ? '' : `, ${significant(perSecond)}/s`}`;

const perObject = (store: StoreRecord): string => {
  const bytes = store.storage === 'database' ? store.databaseBytes : store.etcdBytes;
  return bytes === undefined || store.objects === 0 ? '–' : `${whole(bytes / store.objects)} bytes`;
};

/** A part of a section; none without a plot. */
const plots = (title: string, text: string, drawn: readonly Html[]): Html | undefined =>
  drawn.length === 0
    ? undefined
    : html`<h3>${title}</h3>
        <p>${text}</p>
        ${figures(drawn, 2)}`;

/** Memory and bytes over the number of pipelines. */
export const sizesSection = (report: LoadReport): Html | undefined =>
  report.stores.length === 0
    ? undefined
    : html`<section aria-labelledby="sizes">
        <h2 id="sizes">Memory and disk over the number of pipelines</h2>
        ${plots(
          'Memory at rest',
          'Resident memory (RSS) of each process, with this many pipelines stored and no requests.',
          charts(report, {
            id: 'memory',
            title: 'Resident memory over the number of pipelines',
            label: 'MiB of RSS',
            bytesOf: plottedMemoryBytes,
          }),
        )}
        ${plots(
          'Bytes stored',
          'What the store that holds the pipelines takes on disk.',
          charts(report, {
            id: 'disk',
            title: 'Stored bytes over the number of pipelines',
            label: 'MiB',
            bytesOf: diskBytes,
          }),
        )}
        ${foldedTable(
          'The sizes as a table',
          ['Store', 'Target', 'Pipelines', 'Versions', 'On disk', 'Per pipeline', 'Memory at rest'],
          report.stores.map((store) => [
            store.storage,
            store.target,
            whole(store.objects),
            whole(store.versions),
            diskBytes(store)
              .flatMap(([name, bytes]) => (bytes === undefined ? [] : [`${name} ${bytesText(bytes)}`]))
              .join(', '),
            perObject(store),
            memoryBytes(store)
              .map(([name, bytes]) => `${name} ${bytesText(bytes ?? 0)}`)
              .join(', '),
          ]),
        )}
      </section>`;

/** How the stores came to hold their pipelines, and the proof that they do. */
export const storesSection = (report: LoadReport): Html | undefined =>
  report.stores.length === 0
    ? undefined
    : html`<section aria-labelledby="stores">
        <h2 id="stores">Stores, and the proof of what they hold</h2>
        ${dataTable(
          'What the stores hold',
          ['Store', 'Target', 'Pipelines', 'Versions', 'Namespaces', 'Seeding', 'Proof'],
          report.stores.map((store) => [
            store.storage,
            store.target,
            whole(store.objects),
            whole(store.versions),
            whole(store.namespaces),
            seedingText(store.seeding),
            proofText(store),
          ]),
        )}
      </section>`;
