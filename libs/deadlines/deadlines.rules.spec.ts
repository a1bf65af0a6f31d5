import { defaultPolicy } from '#newsroom';
import { escalatedTo, stages, timingsOf, toTell, type Passed, type Step } from './deadlines.rules.js';

const passed = (...steps: Step[]): Passed => ({
  'due-soon': steps.includes('due-soon'),
  overdue: steps.includes('overdue'),
  editors: steps.includes('editors'),
  admins: steps.includes('admins'),
});

describe('Of a deadline', () => {
  it('each stage is told once, as it comes', () => {
    expect(toTell('nothing', passed())).toEqual([]);
    expect(toTell('nothing', passed('due-soon'))).toEqual(['due-soon']);
    expect(toTell('due-soon', passed('due-soon'))).toEqual([]);
    expect(toTell('due-soon', passed('due-soon', 'overdue'))).toEqual(['overdue']);
    expect(toTell('overdue', passed('due-soon', 'overdue', 'editors'))).toEqual(['editors']);
    expect(toTell('editors', passed('due-soon', 'overdue', 'editors', 'admins'))).toEqual(['admins']);
    for (const told of stages) expect(toTell(told, passed('overdue', 'editors', 'admins')).length).toBeLessThan(3);
    expect(toTell('admins', passed('due-soon', 'overdue', 'editors', 'admins'))).toEqual([]);
  });

  it('a standstill leaves one “overdue” and one escalation, to the level that is due by now', () => {
    expect(toTell('nothing', passed('due-soon', 'overdue', 'editors', 'admins'))).toEqual(['overdue', 'admins']);
    expect(toTell('due-soon', passed('due-soon', 'overdue', 'editors'))).toEqual(['overdue', 'editors']);
    expect(toTell('overdue', passed('due-soon', 'overdue', 'editors', 'admins'))).toEqual(['admins']);
    expect(toTell('nothing', passed('due-soon', 'overdue'))).toEqual(['overdue']);
  });
});

describe('An escalation', () => {
  const eva = { id: 'eva', roles: ['editor' as const], desks: ['city'] };
  const omar = { id: 'omar', roles: ['editor' as const], desks: ['politics'] };
  const ada = { id: 'ada', roles: ['admin' as const], desks: [] };

  it('goes to the desk’s editors, then to the admins', () => {
    expect(escalatedTo('editors', 'city', [eva, omar, ada])).toEqual(['eva']);
    expect(escalatedTo('admins', 'city', [eva, omar, ada])).toEqual(['ada']);
  });

  it('goes to all editors where the desk has none, and to the admins where nobody is an editor', () => {
    expect(escalatedTo('editors', 'sports', [eva, omar, ada])).toEqual(['eva', 'omar']);
    expect(escalatedTo('editors', null, [eva, omar, ada])).toEqual(['eva', 'omar']);
    expect(escalatedTo('editors', 'city', [ada])).toEqual(['ada']);
    expect(escalatedTo('admins', 'city', [])).toEqual([]);
  });
});

describe('The hours of a policy', () => {
  it('are those of each priority, at each desk that has its own', () => {
    const desks = { night: { escalateAfterHours: { editors: 0 }, hoursCount: 'at-work' as const } };
    const all = timingsOf({ ...defaultPolicy, desks });
    expect(all).toHaveLength(8);
    expect(all).toContainEqual({ desk: null, priority: 3, atWork: false, soon: 1, editors: 2, admins: 24 });
    expect(all).toContainEqual({ desk: 'night', priority: 0, atWork: true, soon: 24, editors: 0, admins: 24 });
  });
});
