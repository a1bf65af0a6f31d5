import { contradictions, defaultPolicy, policyOf, stuckWith, type Colleague, type PolicyBody } from './policy.rules.js';

const reviewer: Colleague = { roles: ['reviewer'], desks: [] };
const editor: Colleague = { roles: ['editor'], desks: [] };
const policy = (change: Partial<PolicyBody>): PolicyBody => ({ ...defaultPolicy, ...change });

describe('A newsroom’s policy', () => {
  it('is the newsroom’s own where a desk says nothing else', () => {
    const body = policy({ desks: { politics: { reviewsRequired: 2, dueHours: { urgent: 1 } } } });
    expect(policyOf(body)).toMatchObject({ reviewsRequired: 1, dueHours: { urgent: 4 } });
    expect(policyOf(body, 'sports')).toEqual(policyOf(body));
    expect(policyOf(body, 'politics')).toMatchObject({
      reviewsRequired: 2,
      signOffsRequired: 1,
      dueHours: { urgent: 1, low: 168 },
    });
    expect(policyOf(body)).not.toHaveProperty('desks');
    const night = policy({
      desks: { night: { escalateAfterHours: { editors: 0.5 }, dueSoonHours: { urgent: null } } },
    });
    expect(policyOf(night, 'night')).toMatchObject({
      escalateAfterHours: { editors: 0.5, admins: 24 },
      dueSoonHours: { urgent: null, low: 24 },
    });
  });

  it('takes no desk’s name for a property of every object', () => {
    expect(policyOf(defaultPolicy, 'constructor')).toEqual(policyOf(defaultPolicy));
  });

  it('contradicts itself when it asks for more independent sources than evidence', () => {
    expect(contradictions(defaultPolicy)).toEqual([]);
    expect(contradictions(policy({ minIndependentSources: 2 }))).toMatchObject([{ pointer: '/minIndependentSources' }]);
    const desks = { 'a/b': { minIndependentSources: 3 } };
    expect(contradictions(policy({ desks }))).toMatchObject([{ pointer: '/desks/a~1b/minIndependentSources' }]);
  });

  it('contradicts itself when admins hear of late work before the editors do', () => {
    const escalateAfterHours = { editors: 24, admins: 2 };
    const errors = [{ pointer: '/escalateAfterHours/admins', code: 'admins-before-editors' }];
    expect(contradictions(policy({ escalateAfterHours }))).toMatchObject(errors);
    const desks = { night: { escalateAfterHours: { editors: 48 } } };
    expect(contradictions(policy({ desks }))).toMatchObject([{ pointer: '/desks/night/escalateAfterHours/admins' }]);
    expect(contradictions(policy({ escalateAfterHours: { editors: null, admins: 1 } }))).toEqual([]);
  });
});

describe('What would get stuck with the people at hand', () => {
  it('is nothing for a reviewer and an editor under the usual policy, but for what the editor reviews herself', () => {
    expect(stuckWith(defaultPolicy, [reviewer, editor, editor])).toEqual([]);
    expect(stuckWith(defaultPolicy, [reviewer, editor])).toMatchObject([
      { code: 'policy.too-few-sign-offs', always: false },
    ]);
  });

  it('is every verdict of somebody who works alone, unless no sign-off is asked for', () => {
    expect(stuckWith(defaultPolicy, [editor])).toMatchObject([
      { code: 'policy.too-few-sign-offs', stuckIn: 'in_signoff', always: true, desk: null },
    ]);
    expect(stuckWith(policy({ signOffsRequired: 0 }), [editor])).toEqual([]);
  });

  it('is every claim where fewer people review than reviews are asked for', () => {
    expect(stuckWith(policy({ reviewsRequired: 3 }), [reviewer, editor])).toMatchObject([
      { code: 'policy.too-few-reviewers', stuckIn: 'in_review', always: true },
    ]);
  });

  it('is every dispute where both reviewers are the only ones who could settle it', () => {
    expect(stuckWith(policy({ reviewsRequired: 2, signOffsRequired: 0 }), [editor, editor])).toMatchObject([
      { code: 'policy.nobody-to-adjudicate', stuckIn: 'disputed', always: true },
    ]);
  });

  it('is counted at each desk that has a policy of its own, with the desk’s reviewers and the newsroom’s voters', () => {
    const body = policy({ desks: { science: { reviewsRequired: 2 } } });
    const people = [reviewer, { ...reviewer, desks: ['science'] }, editor, editor];
    expect(stuckWith(body, people)).toMatchObject([{ code: 'policy.too-few-reviewers', desk: 'science' }]);
    expect(stuckWith(body, [...people, { ...reviewer, desks: ['science'] }])).toEqual([]);
  });

  it('is counted at every open desk, and named there where the newsroom as a whole could do it', () => {
    const body = policy({ reviewsRequired: 2 });
    const people = [reviewer, { ...reviewer, desks: ['science'] }, editor, editor, editor];
    expect(stuckWith(body, people, ['science', 'just-opened'])).toMatchObject([
      { code: 'policy.too-few-reviewers', desk: 'science', always: true },
    ]);
    expect(stuckWith(policy({ reviewsRequired: 9 }), people, ['science']).map(({ desk }) => desk)).toEqual([null]);
  });
});
