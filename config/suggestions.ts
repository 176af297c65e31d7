import { distance } from 'fastest-levenshtein';

/** ` Did you mean "region"?`, or nothing where no candidate comes near. */
export function didYouMean(given: string, candidates: readonly string[]): string {
  const nearest = closest(given, candidates);
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}

/** The candidate that somebody who wrote `given` most likely had in mind. */
function closest(given: string, candidates: readonly string[]): string | undefined {
  const written = given.toLowerCase();
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: distance(written, candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  if (best === undefined) return undefined;
  // A third of the letters wrong is still a slip (`instanceClass` for `instance_class` is less); more is another word.
  const slips = Math.max(1, Math.floor(Math.max(written.length, best.candidate.length) / 3));
  return best.edits <= slips ? best.candidate : undefined;
}
