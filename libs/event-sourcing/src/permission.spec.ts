import type { Actor } from './message.js';
import { authorise, reach, reachOf, type ApiKey, type Directory, type Permission, type Role } from './permission.js';

/** Ann and Bob are reps of Cat's team; Dan directs; Eve has left; Fay audits what is assigned to her. */
const people: Readonly<Record<string, readonly Role[]>> = {
  ann: ['rep'],
  bob: ['rep'],
  cat: ['supervisor', 'rep'],
  dan: ['director'],
  eve: [],
  fay: ['legal'],
};
const directory: Directory = {
  rolesOf: (id) => people[id],
  within: (id, scope) => new Set(id === 'cat' && scope === 'team' ? ['ann', 'bob', 'cat'] : [id]),
  apiKey: (id) => keys[id],
};
const issued = { secretHash: '', expiresAt: '2027-01-01T00:00:00.000Z', revoked: false };
const keys: Readonly<Record<string, ApiKey>> = {
  all: { ...issued, role: 'director' },
  own: { ...issued, role: 'rep' },
  step: { ...issued, role: 'legal' },
  none: { ...issued, role: 'hr' },
  gone: { ...issued, role: 'director', revoked: true },
};
const permission: Permission = {
  roles: { rep: 'own', supervisor: 'team', director: 'all', legal: 'assigned' },
  kinds: ['process'],
};
const staff = (id: string): Actor => ({ kind: 'staff', id });
const may = (actor: Actor, owners: string[], assigned?: string[]): boolean => {
  try {
    authorise(permission, actor, { owners, ...(assigned && { assigned }) }, directory);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ kind: 'forbidden' });
    return false;
  }
};

describe('permissions', () => {
  it.each([
    ['ann', 'ann', true],
    ['ann', 'bob', false],
    ['cat', 'bob', true],
    ['cat', 'dan', false],
    ['dan', 'bob', true],
    ['eve', 'eve', false],
    ['nobody', 'nobody', false],
    ['fay', 'fay', false],
  ])('lets %s act on a record of %s: %s', (actor, owner, allowed) => {
    expect(may(staff(actor), [owner])).toBe(allowed);
  });

  it('reaches a record of nobody only by the scope all', () => {
    expect(may(staff('dan'), [])).toBe(true);
    expect(may(staff('cat'), [])).toBe(false);
  });

  it('lets the assigned act on what is assigned to them', () => {
    expect(may(staff('fay'), ['ann'], ['fay'])).toBe(true);
    expect(may(staff('fay'), ['ann'], ['gus'])).toBe(false);
    expect(may(staff('ann'), ['bob'], ['ann'])).toBe(false);
  });

  it('lets whoever has a step act where that is said, whichever scope their role has', () => {
    const comments: Permission = { roles: { rep: 'own', legal: 'assigned' }, assigned: true };
    const comment = (id: string, assigned: string[]) => () =>
      authorise(comments, staff(id), { owners: ['ann'], assigned }, directory);
    expect(comment('bob', ['bob'])).not.toThrow();
    expect(comment('bob', ['fay'])).toThrow('out-of-reach');
    expect(comment('dan', ['dan'])).toThrow('role-not-permitted');
  });

  it('allows other kinds of actors only where they are named', () => {
    expect(may({ kind: 'process', id: 'dealFollowUp/1' }, ['ann'])).toBe(true);
    expect(may({ kind: 'import', id: 'crm' }, ['ann'])).toBe(false);
    expect(may({ kind: 'customerLink', id: 'x' }, ['ann'])).toBe(false);
  });

  it('gives lists the same reach as single records', () => {
    for (const actor of Object.keys(people)) {
      const reached = reach(permission, actor, directory);
      for (const owner of Object.keys(people))
        expect(reached === 'all' || reached.has(owner)).toBe(may(staff(actor), [owner]));
    }
  });

  it('refuses a list to whom no role lets ask, instead of answering nothing', () => {
    expect(() => reachOf({ roles: { director: 'all' } }, staff('ann'), directory)).toThrow('role-not-permitted');
    expect(reachOf(permission, { kind: 'process', id: 'p' }, directory)).toBe('all');
    expect(() => reachOf(permission, { kind: 'import', id: 'p' }, directory)).toThrow('not-permitted');
  });

  describe('of API keys', () => {
    const key = (id: string): Actor => ({ kind: 'apiKey', id });
    const act = (id: string, allow = permission) =>
      authorise(allow, key(id), { owners: [id], assigned: [id] }, directory);

    it('reach all where their role reaches all, and nothing where it reaches less', () => {
      expect(() => act('all')).not.toThrow();
      expect(() => act('own')).toThrow('out-of-reach');
      expect(() => act('step')).toThrow('out-of-reach');
      expect([reachOf(permission, key('all'), directory), reachOf(permission, key('own'), directory)]).toEqual([
        'all',
        new Set(),
      ]);
    });

    it.each(['none', 'gone', 'nobody', 'dan'])('refuse %s, which has no role that is named', (id) => {
      expect(() => act(id)).toThrow('role-not-permitted');
      expect(() => reachOf(permission, key(id), directory)).toThrow('role-not-permitted');
    });

    it('refuse what is for people, whatever the role', () => {
      const people: Permission = { ...permission, people: true };
      expect(() => act('all', people)).toThrow('not-for-api-keys');
      expect(() => reachOf(people, key('all'), directory)).toThrow('not-for-api-keys');
      expect(() => authorise(people, staff('dan'), { owners: [] }, directory)).not.toThrow();
    });

    it('tell keys from people of the same id', () => {
      expect(may(staff('all'), ['all'])).toBe(false);
    });
  });
});
