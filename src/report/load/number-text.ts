/** Three significant digits, without an exponent: `0.42`, `1.94`, `18.2`, `182`, `1,820`. */
export const significant = (value: number): string => {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.01) return String(Number(value.toPrecision(2)));
  const decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
};

/** `1,000` */
export const whole = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 0 });

/** `1k`, `30k`, `1M`, for the ticks of an axis. */
export const shortCount = (value: number): string =>
  value >= 1e6 ? `${value / 1e6}M` : value >= 1e3 ? `${value / 1e3}k` : String(value);

/** A tick of an axis: `0.5`, `20`, `1,000`, and `100k` where digits would take its whole margin. */
export const tickText = (value: number): string =>
  value >= 1e5 ? shortCount(value) : value.toLocaleString('en', { maximumSignificantDigits: 3 });

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `82.0 MiB` */
export const bytesText = (value: number): string => {
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  return `${power === 0 ? whole(value) : significant(value / 1024 ** power)} ${units[power]}`;
};

/** `12.3 s`, `4 min 10 s`, `5 h 0 min` */
export const durationText = (seconds: number): string => {
  if (seconds < 60) return `${significant(seconds)} s`;
  const rounded = Math.round(seconds);
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min ${rounded % 60} s`;
  return `${Math.floor(rounded / 3600)} h ${Math.floor((rounded % 3600) / 60)} min`;
};

/** `1.30 %` */
export const shareText = (share: number): string => `${significant(share * 100)} %`;

const figureUnits: Readonly<Record<string, string>> = {
  Count: '',
  Ms: ' ms',
  Seconds: ' s',
  Bytes: ' bytes',
  PerSecond: '/s',
  Share: '',
};

/** Figures whose names are no words in the order of a sentence. */
const figureNames: Readonly<Record<string, string>> = {
  lagFromAcknowledgementResolution: 'resolution of the lag behind the acknowledgement',
  lagFromCreationTimestampResolution: 'resolution of the lag behind the creation timestamp',
};

const wordsOf = (name: string): string =>
  name
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .replaceAll(/\b(?:cpu|rss)\b/g, (abbreviation) => abbreviation.toUpperCase());

/** A figure of an operation: `visibleP99Ms` of 12.3 is `visible p99 12.3 ms`. */
export const figureText = (name: string, value: number): string => {
  const unit = Object.keys(figureUnits).find((one) => name.endsWith(one)) ?? '';
  const own = name.slice(0, name.length - unit.length);
  const words = figureNames[own] ?? wordsOf(own);
  const number = Number.isInteger(value) ? whole(value) : significant(value);
  return `${words} ${unit === 'Bytes' ? bytesText(value) : `${number}${figureUnits[unit] ?? ''}`}`;
};
