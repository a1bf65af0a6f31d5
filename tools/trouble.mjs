/** Something the person at the keyboard can mend. Its message is the one sentence they get; the process ends with code 1. */
export class Trouble extends Error {}

const SENTENCES = {
  ENOSPC: (at) => `The disk that holds ${at} is full: free some space and start again.`,
  EDQUOT: (at) => `The disk quota for ${at} is used up: free some space and start again.`,
  EROFS: (at) => `${at} is on a read-only disk: Corroborate has to write there.`,
  EACCES: (at) => `${at} cannot be read or written by this user: it belongs to somebody else.`,
  EPERM: (at) => `${at} cannot be changed by this user: it belongs to somebody else.`,
  ENOTDIR: (at) => `${at} should be a folder, but a file of that name is in the way: move it away and start again.`,
  EEXIST: (at) => `${at} should be a folder, but a file of that name is in the way: move it away and start again.`,
  EISDIR: (at) => `There is a folder where ${at} should be or have a file: move it away and start again.`,
  EMFILE: () => 'Too many files are open: raise the limit (ulimit -n 4096) and start again.',
};

/**
 * One sentence for an error: a Trouble's own, one made from a system error's code, or undefined for a defect of ours,
 * which deserves its stack.
 */
export function sentenceFor(error, at = 'The project folder') {
  if (error instanceof Trouble) return error.message;
  const make = SENTENCES[error?.code];
  return make ? make(error.path ?? error.dest ?? at) : undefined;
}

/** Ends a command: the sentence (or, for a defect, the stack) on stderr, and exit code 1. */
export function endWith(error, at) {
  console.error(`\n${sentenceFor(error, at) ?? error?.stack ?? String(error)}`);
  process.exitCode = 1;
}
