import type { CommandRunner, EventStore, KnownKeeper } from '@dealtrail/event-sourcing';
import { FolderFileStore, noteBrought } from '@dealtrail/files';
import type { Known } from '@dealtrail/known';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractCommands, type AnyContractCommand } from './contract.commands.js';
import { ContractCommandHandler } from './contract.handlers.js';
import { firstText, storyId as contractId, storyKnown } from './testing/contract-story.js';

let folder: string;
let files: FolderFileStore;
/** What Li Na has brought. */
let brought: typeof firstText;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dealtrail-texts-'));
  files = new FolderFileStore(folder);
  const { type } = firstText;
  const stored = await files.put({ type }, () => [Buffer.from('第一條')] as unknown as AsyncIterable<Buffer>);
  await noteBrought(files, stored.sha256, { kind: 'staff', id: 'li.na' });
  brought = { ...firstText, ...stored };
});
afterAll(() => rm(folder, { recursive: true }));

/** What the handler did, in order; the contract, where there is one, is Wang Wei's and was drafted with these texts. */
function handler(texts: readonly object[] = []) {
  const done: string[] = [];
  const note = (what: string) => {
    done.push(what);
    return Promise.resolve();
  };
  const runner = { handle: (_: unknown, { type }: AnyContractCommand) => note(type) };
  const known = { reached: (position: number) => note(`known at ${position}`), now: () => storyKnown };
  const events = texts.map((text) => ({ type: 'ContractDrafted', data: { contractId, ownerId: 'wang.wei', text } }));
  const log = { read: () => Promise.resolve([events]) };
  const handling = new ContractCommandHandler(
    runner as unknown as CommandRunner<Known>,
    known as unknown as KnownKeeper<Known>,
    files,
    log as unknown as EventStore,
  );
  const execute = (
    { type, ...fields }: { readonly type: string; [field: string]: unknown },
    by = 'li.na',
    history?: true,
  ) => {
    const command = contractCommands.find(({ name }) => name === type);
    if (!command) throw new Error(type);
    const metadata = { history, actor: { kind: 'staff', id: by } };
    return handling.execute(Object.assign(new command(), { contractId, ...fields, metadata }) as AnyContractCommand);
  };
  return { done, execute };
}
const elsewhere = { ...firstText, sha256: 'f'.repeat(64) };

describe('ContractCommandHandler', () => {
  it.each(['ReassignContractReview', 'ReassignContract', 'ReplanContractReviews'])(
    'decides %s only at or after the fact that asks for it',
    async (type) => {
      const { done, execute } = handler();
      await execute({ type, position: 4711 });
      expect(done).toEqual(['known at 4711', type]);
    },
  );

  it('takes a text only as it was uploaded', async () => {
    const { done, execute } = handler();
    await execute({ type: 'DraftContract', text: brought });
    await execute({ type: 'DraftContract' });
    expect(done).toEqual(['DraftContract', 'DraftContract']);
    const draft = (text: object) => execute({ type: 'DraftContract', text });
    await expect(draft(elsewhere)).rejects.toMatchObject({ code: 'text-not-uploaded' });
    await expect(draft({ ...brought, size: 2 })).rejects.toMatchObject({
      code: 'text-size-differs',
      details: { size: brought.size },
    });
    expect(done).toHaveLength(2);
  });

  it.each(['ReviseContract', 'SignContract'])('takes by %s what the contract has, whoever brought it', async (type) => {
    const { done, execute } = handler([brought]);
    await execute({ type, text: brought }, 'wang.wei');
    await execute({ type, text: brought }, 'chen.jing');
    expect(done).toEqual([type, type]);
  });

  it.each(['DraftContract', 'ReviseContract', 'SignContract'])(
    "takes by %s nobody else's file, and says the same of it as of none",
    async (type) => {
      const { done, execute } = handler([{ ...brought, sha256: 'c'.repeat(64) }]);
      for (const text of [brought, { ...brought, size: 2 }, elsewhere])
        await expect(execute({ type, text }, 'wang.wei')).rejects.toMatchObject({
          code: 'text-not-uploaded',
          details: { sha256: text.sha256 },
        });
      expect(done).toEqual([]);
    },
  );

  it.each(['ReviseContract', 'SignContract'])('says of texts nothing by %s to who may not send it', async (type) => {
    const { execute } = handler([brought]);
    for (const text of [{ ...brought, size: 2 }, elsewhere]) {
      await expect(execute({ type, text }, 'li.na')).rejects.toMatchObject({ code: 'out-of-reach' });
      await expect(execute({ type, text }, 'fa.wu')).rejects.toMatchObject({ code: 'role-not-permitted' });
    }
  });

  it('takes the word of a source for texts of the past, and a comment for no text', async () => {
    const { done, execute } = handler();
    await execute({ type: 'DraftContract', text: elsewhere }, 'li.na', true);
    await execute({ type: 'CommentContract', text: '請補充驗收標準' });
    expect(done).toEqual(['DraftContract', 'CommentContract']);
  });
});
