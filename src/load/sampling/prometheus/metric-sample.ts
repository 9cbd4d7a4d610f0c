/** One line of a metrics page in the Prometheus text format. A histogram has several: `_bucket`, `_sum`, `_count`. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

/** Sticky, so that labels are read one after the other: a value may contain commas, braces and escaped quotes. */
const label = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*,?/y;

const numberOf = (text: string): number => {
  if (/^[+-]?inf$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return text === 'NaN' || text === '' ? NaN : Number(text);
};

/** The end of the name of a metric. */
export const nameEnd = (line: string): number => {
  const brace = line.indexOf('{');
  const blank = line.indexOf(' ');
  return brace !== -1 && (blank === -1 || brace < blank) ? brace : blank;
};

/** Parses a line that is no comment. Throws an Error that shows the line if it is malformed. */
export const parseMetricSample = (line: string): MetricSample => {
  const malformed = () => new Error(`not a line of the Prometheus text format: ${line.slice(0, 200)}`);
  const end = nameEnd(line);
  if (end < 1) throw malformed();
  const labels: Record<string, string> = {};
  let position = end;
  if (line[end] === '{') {
    label.lastIndex = end + 1;
    position = end + 1;
    for (let found = label.exec(line); found !== null; found = label.exec(line)) {
      labels[found[1] as string] = (found[2] as string).replace(/\\(.)/g, (all, of: string) => escapes[of] ?? all);
      position = label.lastIndex;
    }
    const close = /\s*\}/y;
    close.lastIndex = position;
    if (!close.test(line)) throw malformed();
    position = close.lastIndex;
  }
  // A timestamp or an exemplar may follow the value.
  const [text = ''] = line.slice(position).trim().split(/\s+/, 1);
  const value = numberOf(text);
  if (Number.isNaN(value) && text !== 'NaN') throw malformed();
  return { name: line.slice(0, end), labels, value };
};
