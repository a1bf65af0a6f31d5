import { type Around, noticesOf, noticesOfComment, watchersBy } from './notices.rules.js';

const around: Around = {
  watchers: ['wanda', 'omar'],
  editors: ['eva', 'egon', 'omar'],
  keptOut: ['egon'],
  givenBy: 'eva',
};
const row = (type: string, data: object, actor = 'eva') => ({
  type,
  data,
  claimId: 'c',
  actor: { kind: 'person', id: actor },
});
const told = (type: string, data: object, actor?: string) =>
  noticesOf(row(type, data, actor), around).map(({ person, kind }) => `${person}: ${kind}`);

describe('whom the newsroom tells of what happened', () => {
  it.each([
    ['work that is given', 'claim.assigned', { people: ['omar'] }, 'eva', ['omar: assigned']],
    [
      'who asked and who watches, of a reply',
      'reply.received',
      { people: ['omar'] },
      'eva',
      ['omar: reply', 'wanda: reply'],
    ],
    [
      'who asked alone, while a blind round keeps it',
      'reply.received',
      { people: ['lena'], concealed: true },
      'eva',
      ['lena: reply'],
    ],
    ['work that one takes oneself', 'claim.assigned', { people: ['omar'] }, 'omar', []],
    [
      'both sides of a hand-over',
      'claim.assigned',
      { people: ['omar', 'lena'], replaces: 'omar' },
      'eva',
      ['omar: handed-over', 'lena: assigned'],
    ],
    ['who had assigned what is given back', 'claim.released', { people: ['omar'] }, 'omar', ['eva: declined']],
    ['whose work an editor takes back', 'claim.released', { people: ['omar'] }, 'eva', ['omar: taken-back']],
    [
      'whose work goes back while they are away, and who had assigned it',
      'claim.released',
      { people: ['omar'], givenBy: 'eva' },
      'nobody',
      ['omar: taken-back', 'eva: declined'],
    ],
    [
      'whose own lease is taken back of that alone',
      'claim.released',
      { people: ['omar'], givenBy: 'omar' },
      'eva',
      ['omar: taken-back'],
    ],
    ['who worked on what is dismissed', 'claim.dismissed', { people: ['omar'] }, 'eva', ['omar: taken-back']],
    ['who worked on what is merged away', 'claim.merged', { people: ['omar', 'eva'] }, 'eva', ['omar: taken-back']],
    ['whose lease is over', 'claim.expired', { people: ['omar'] }, 'nobody', ['omar: taken-back']],
    [
      'voters, but no author and nobody kept out',
      'verdict.ready-for-signoff',
      { authors: ['omar'] },
      'omar',
      ['eva: sign-off-wanted'],
    ],
    [
      'authors and watchers of a dissent',
      'verdict.dissented',
      { authors: ['lena'] },
      'eva',
      ['lena: dissent', 'wanda: dissent', 'omar: dissent'],
    ],
    ['who has to decide', 'claim.disputed', {}, 'lena', ['eva: decision-wanted', 'omar: decision-wanted']],
    ['those whom a deadline names', 'claim.overdue', { to: ['omar'] }, 'nobody', ['omar: overdue']],
    [
      'those whom an escalation names',
      'claim.escalated',
      { to: ['eva', 'ada'] },
      'nobody',
      ['eva: escalated', 'ada: escalated'],
    ],
    ['watchers of a publication, but not the publisher', 'factcheck.published', {}, 'omar', ['wanda: published']],
    ['nobody of what nobody asked for', 'evidence.attached', { people: ['omar'] }, 'eva', []],
  ])('tells %s', (_, type, data, actor, expected) => {
    expect(told(type, data, actor)).toEqual(expected);
  });

  it('tells who is mentioned of that alone, others who watch of the comment, and its author of nothing', () => {
    expect(noticesOfComment('omar', ['wanda', 'omar'], ['wanda', 'omar', 'lena'])).toEqual([
      { person: 'wanda', kind: 'mention' },
      { person: 'lena', kind: 'comment' },
    ]);
  });

  it('makes watchers of those who are given work, and of no one whose work was given away', () => {
    expect(watchersBy(row('claim.assigned', { people: ['omar', 'lena'], replaces: 'omar' }))).toEqual(['lena']);
    expect(watchersBy(row('claim.released', { people: ['omar'] }))).toEqual([]);
  });
});
