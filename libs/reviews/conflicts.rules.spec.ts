import { conflictKey } from './conflicts.rules.js';
import type { ConflictKind } from './conflicts.types.js';

describe('A conflict of interest is known by', () => {
  it.each<[string, ConflictKind, string, string]>([
    ['the name of a claimant, in any case', 'claimant', ' Mara LIND ', 'mara lind'],
    ['a label, in any case', 'label', 'Housing', 'housing'],
    ['the name of an outlet', 'outlet', 'The Harbour Post', 'the harbour post'],
    ['the domain of an outlet', 'outlet', 'www.Post.example', 'post.example'],
    ['the domain of any of its pages', 'outlet', 'https://www.post.example/city/1?x=y', 'post.example'],
  ])('%s', (_, kind, name, key) => expect(conflictKey(kind, name)).toBe(key));
});
