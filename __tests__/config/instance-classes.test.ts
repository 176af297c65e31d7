import { isBurstable, maxConnections, memoryBytes } from '../../config/instance-classes';

const GIB = 1024 ** 3;

test.each([
  ['db.t3.micro', 1],
  ['db.t4g.micro', 1],
  ['db.t4g.small', 2],
  ['db.t4g.medium', 4],
  ['db.t4g.large', 8],
  ['db.t4g.2xlarge', 32],
  ['db.m5.large', 8],
  ['db.m6gd.xlarge', 16],
  ['db.m7g.16xlarge', 256],
  ['db.m7i.48xlarge', 768],
  ['db.r6g.large', 16],
  ['db.r6i.32xlarge', 1024],
  ['db.r8g.24xlarge', 768],
  ['db.x2g.large', 32],
  ['db.x2g.16xlarge', 1024],
  ['db.c6gd.medium', 2],
])('%s has %d GiB', (instanceClass, gib) => {
  expect(memoryBytes(instanceClass)).toBe(gib * GIB);
});

test.each(['db.z1d.large', 'db.x1e.xlarge', 'db.m3.large', 'db.t4g.metal', 'db.m7g.huge', 'db.m7g', 'large'])(
  'the memory of %s is not known',
  (instanceClass) => {
    expect(memoryBytes(instanceClass)).toBeUndefined();
  },
);

test('only db.t* earns CPU credits', () => {
  expect(['db.t3.micro', 'db.t4g.large', 'db.m7g.large', 'db.r6g.large'].map(isBurstable)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('the connections stay below what the formula gives for the whole memory, and below 5000', () => {
  expect(maxConnections(GIB)).toBe(79);
  expect(maxConnections(GIB)).toBeLessThan(GIB / 9_531_392);
  expect(maxConnections(256 * GIB)).toBe(5000);
});
