import type { Actor } from '@dealtrail/event-sourcing';
import { contractReaders, ensureMayRead } from './contract-reach.js';
import { storyKnown } from './testing/contract-story.js';

const permission = { roles: contractReaders };
const staff = (id: string): Actor => ({ kind: 'staff', id });
const reads = (actor: Actor, assigned: readonly string[] = []) => {
  try {
    ensureMayRead(permission, actor, { ownerId: 'li.na', assigned }, storyKnown.staff);
    return true;
  } catch {
    return false;
  }
};

describe('ensureMayRead', () => {
  it.each(['li.na', 'zhao.min', 'chen.jing', 'fa.wu', 'cai.wu', 'gao.feng'])('lets %s read by their post', (id) =>
    expect(reads(staff(id))).toBe(true),
  );
  it.each(['wang.wei', 'qin.tao'])('lets %s read only what a step of was theirs', (id) => {
    expect(reads(staff(id))).toBe(false);
    expect(reads(staff(id), [id])).toBe(true);
  });
  it('refuses strangers and processes', () => {
    expect(reads(staff('nobody'), ['nobody'])).toBe(false);
    expect(reads({ kind: 'process', id: 'li.na' }, ['li.na'])).toBe(false);
  });
});
