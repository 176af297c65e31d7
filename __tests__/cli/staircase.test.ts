import { type Step, staircase } from '../../cli/staircase';

const STEP: Step = { title: 'beta', plan: { low: 30, high: 30 }, computed: { low: 25, expected: 32, high: 43 } };

/** Of the bar and of the band, from the top. */
function rectangles(svg: string) {
  return [...svg.matchAll(/<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"/g)]
    .map(([, y, height]) => ({ y: Number(y), height: Number(height) }))
    .slice(2); // The legend's.
}

describe('the picture', () => {
  it('has each amount at its height: the higher it stands, the more it is', () => {
    const [band, bar] = rectangles(staircase('Cost', [{ ...STEP, plan: { low: 30, high: 40 } }]));
    expect(bar?.y).toBeLessThan(band?.y as number);
    expect((bar?.y as number) + (bar?.height as number)).toBeGreaterThan(
      (band?.y as number) + (band?.height as number),
    );
  });

  it('shows a plan of one figure as a line', () => {
    expect(rectangles(staircase('Cost', [STEP]))[0]?.height).toBe(2);
  });

  it('says in words what it shows, and escapes what XML would read', () => {
    const svg = staircase('A & <B>', [STEP]);
    expect(svg).toContain('<title>A &#38; &#60;B&#62;</title>');
    expect(svg).toContain('<desc>beta: computed $25 to $43, expected $32; the plan says $30.</desc>');
  });

  it('stays inside of its frame, from nothing to a million', () => {
    const steps = [0, 1e6].map((usd) => ({ ...STEP, computed: { low: usd, expected: usd, high: usd } }));
    const svg = staircase('Cost', steps);
    expect(svg).not.toMatch(/NaN|Infinity/);
    for (const { y, height } of rectangles(svg)) {
      expect(y).toBeGreaterThanOrEqual(80);
      expect(y + height).toBeLessThanOrEqual(373);
    }
  });
});
