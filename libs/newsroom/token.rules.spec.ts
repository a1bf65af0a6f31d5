import { permissionsOfPerson, type Permission, type Role } from './permissions.rules.js';
import { looksLikeToken, newToken, tokenHash, tooWide } from './token.rules.js';

const minter = (role: Role, scopes: Permission[] | null = null) => ({
  permissions: permissionsOfPerson([role], scopes),
  scopes,
});

describe('A token', () => {
  it('is long, random and recognisable, and only its hash is kept', () => {
    const token = newToken();
    expect(token).toMatch(/^cor_[\w-]{43}$/);
    expect(newToken()).not.toBe(token);
    expect(looksLikeToken(token)).toBe(true);
    expect(tokenHash(token)).toHaveLength(32);
  });

  it('has a shape that rules out what cannot be one before anything is looked up', () => {
    expect(['short', 'with a space in it', 'x'.repeat(513), 'nul\u0000nulnulnulnul'].filter(looksLikeToken)).toEqual(
      [],
    );
  });

  it('carries no more than its owner may do, whoever mints it', () => {
    expect(tooWide(['claim.read', 'claim.publish'], ['reviewer'], minter('admin'))).toEqual(['claim.publish']);
    expect(tooWide(null, ['reviewer'], minter('admin'))).toEqual([]);
  });

  it('carries no more than the one who mints it may do under their own token', () => {
    const narrowed = minter('admin', ['people.manage', 'claim.read']);
    expect(tooWide(['claim.read', 'claim.signoff'], ['editor'], narrowed)).toEqual(['claim.signoff']);
    expect(tooWide(null, ['reader'], narrowed)).toBe('whole');
  });

  it('is never widened by minting another: a narrowed token mints narrowed ones only', () => {
    expect(tooWide(null, ['reporter'], minter('reporter', ['claim.read']))).toBe('whole');
    expect(tooWide(null, ['reader'], minter('reader', ['claim.read', 'stats.read']))).toBe('whole');
    expect(tooWide(null, ['editor'], minter('reviewer'))).toBe('whole');
  });
});
