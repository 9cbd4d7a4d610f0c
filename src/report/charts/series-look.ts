import { laneNames, type LaneName } from '../../contract/lane-name.ts';

/** The number of looks: each has a colour, dashes and a marker of its own, so that neither colour nor print loses it. */
export const looks = 7;

const markers = ['circle', 'square', 'triangle', 'diamond2', 'star', 'wye', 'cross'] as const;

/** The marker of a look. */
export const markerOf = (look: number): (typeof markers)[number] => markers[look % looks] ?? 'circle';

/** The class of a part of a series: `line-2`. */
export const lookName = (part: 'line' | 'edge' | 'band' | 'dot' | 'label' | 'bar', look: number): string =>
  `${part}-${look % looks}`;

/** A lane looks alike in every chart. */
export const laneLook = (lane: LaneName): number => laneNames.indexOf(lane);
