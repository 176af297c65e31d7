import type { Comparison, Estimate, Range } from '../decision/cost';

/** One tier of the picture. US dollars a month. */
export interface Step {
  readonly title: string;
  readonly plan: Estimate;
  readonly computed: Range;
}

const WIDTH = 800;
const HEIGHT = 440;
const PLOT = { left: 70, right: 780, top: 80, bottom: 370 };
const PLAN = '#9dbad5';
const COMPUTED = '#b3541e';
const INK = '#333333';

/** Of one environment, at some of the tiers. */
export function staircaseOf(comparisons: readonly Comparison[]): string {
  const steps = comparisons.map(({ tier, plan, bill }) => ({ title: tier, plan, computed: bill }));
  return staircase(`What ${comparisons[0]?.environment} costs at each tier, US dollars a month`, steps);
}

/**
 * An SVG of the tiers side by side: the plan's band as an area, the computed range as a bar with its expected value, which
 * the staircase joins. The scale is logarithmic, and says so: the lowest tier costs a tenth of the highest.
 */
export function staircase(title: string, steps: readonly Step[]): string {
  const amounts = steps.flatMap(({ plan, computed }) => [plan.low, plan.high, computed.low, computed.high]);
  const ticks = ticksAround(amounts.filter((amount) => amount > 0));
  const y = scale(ticks[0] as number, ticks.at(-1) as number);
  const parts = [
    text(PLOT.left, 28, title, 'font-size="18" font-weight="bold"'),
    ...legend(),
    ...axis(ticks, y),
    ...steps.flatMap((step, index) => stepParts(step, index, steps.length, y)),
    stairs(steps, y),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" font-family="sans-serif" font-size="13" fill="${INK}">
<title>${escaped(title)}</title>
<desc>${escaped(steps.map(inWords).join(' '))}</desc>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
${parts.join('\n')}
</svg>
`;
}

function stepParts(
  { title, plan, computed }: Step,
  index: number,
  count: number,
  y: (usd: number) => number,
): string[] {
  const { left, width, middle } = column(index, count);
  const planTop = y(plan.high);
  // A single figure is a line, not nothing.
  const planHeight = Math.max(2, round(y(plan.low) - planTop));
  const bar = { left: round(middle - 12), top: y(computed.high), bottom: y(computed.low) };
  return [
    `<rect x="${left}" y="${planTop}" width="${width}" height="${planHeight}" fill="${PLAN}"/>`,
    `<rect x="${bar.left}" y="${bar.top}" width="24" height="${Math.max(2, round(bar.bottom - bar.top))}" fill="${COMPUTED}" fill-opacity="0.45"/>`,
    text(left + 8, y(computed.expected) - 7, usd(computed.expected), 'font-weight="bold"'),
    text(middle, PLOT.bottom + 22, title, 'text-anchor="middle" font-weight="bold"'),
    text(middle, PLOT.bottom + 40, `computed ${usd(computed.low)}–${usd(computed.high)}`, 'text-anchor="middle"'),
    text(middle, PLOT.bottom + 57, `plan ${planned(plan)}`, 'text-anchor="middle"'),
  ];
}

/** From each expected value up to the next. */
function stairs(steps: readonly Step[], y: (usd: number) => number): string {
  const points = steps.flatMap(({ computed }, index) => {
    const { left, width } = column(index, steps.length);
    return [`${left},${y(computed.expected)}`, `${round(left + width)},${y(computed.expected)}`];
  });
  return `<polyline points="${points.join(' ')}" fill="none" stroke="${COMPUTED}" stroke-width="2.5"/>`;
}

function axis(ticks: readonly number[], y: (usd: number) => number): string[] {
  return ticks.flatMap((tick) => [
    `<line x1="${PLOT.left}" y1="${y(tick)}" x2="${PLOT.right}" y2="${y(tick)}" stroke="#dddddd"/>`,
    text(PLOT.left - 8, y(tick) + 4, usd(tick), 'text-anchor="end"'),
  ]);
}

function legend(): string[] {
  return [
    `<rect x="${PLOT.left}" y="44" width="24" height="12" fill="${PLAN}"/>`,
    text(PLOT.left + 32, 55, 'the plan'),
    `<rect x="${PLOT.left + 120}" y="44" width="24" height="12" fill="${COMPUTED}" fill-opacity="0.45"/>`,
    text(PLOT.left + 152, 55, 'computed, low to high'),
    `<line x1="${PLOT.left + 320}" y1="50" x2="${PLOT.left + 344}" y2="50" stroke="${COMPUTED}" stroke-width="2.5"/>`,
    text(PLOT.left + 352, 55, 'computed, expected (logarithmic scale)'),
  ];
}

function column(index: number, count: number): { left: number; width: number; middle: number } {
  const width = round((PLOT.right - PLOT.left) / Math.max(1, count));
  const left = round(PLOT.left + index * width);
  return { left, width, middle: round(left + width / 2) };
}

/** 1, 2 and 5 times the powers of ten, from the last that is below all amounts to the first that is above them. */
function ticksAround(amounts: readonly number[]): number[] {
  const [least, most] = [Math.min(10, ...amounts), Math.max(100, ...amounts)];
  const powers = Array.from({ length: 13 }, (_, index) => 10 ** (index - 3));
  const all = powers.flatMap((power) => [power, 2 * power, 5 * power]);
  return all.filter((tick, index) => (all[index + 1] ?? tick) > least && (all[index - 1] ?? tick) < most);
}

/** Nothing is below the lowest tick: a logarithm has no zero. */
function scale(lowest: number, highest: number): (usd: number) => number {
  const height = (PLOT.bottom - PLOT.top) / Math.log(highest / lowest);
  return (usd) => round(PLOT.bottom - Math.log(Math.max(usd, lowest) / lowest) * height);
}

function inWords({ title, plan, computed }: Step): string {
  const { low, expected, high } = computed;
  return `${title}: computed ${usd(low)} to ${usd(high)}, expected ${usd(expected)}; the plan says ${planned(plan)}.`;
}

function planned({ low, high }: Estimate): string {
  return low === high ? usd(low) : `${usd(low)}–${usd(high)}`;
}

/** Whole dollars: the table has the cents. */
function usd(amount: number): string {
  return `$${Math.round(amount).toLocaleString('en-US')}`;
}

function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${x}" y="${round(y)}" ${attributes}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
