/** What the `palier` command exits with: public, scripts rely on it. */
export const EXIT = {
  /** Done. Of `palier assess`: GO. */
  ok: 0,
  /** Something failed, or a file is wrong. */
  error: 1,
  /** The command line is wrong. */
  usage: 2,
  /** `palier assess`: the verdict is WAIT. */
  wait: 10,
  /** `palier assess`: the verdict is SKIP. */
  skip: 11,
} as const;
