import type { CommandRunner, KnownKeeper } from '@dealtrail/event-sourcing';
import type { FileStore } from '@dealtrail/files';
import type { Known } from '@dealtrail/known';
import type { AnyContractCommand } from './contract.commands.js';
import { ContractCommandHandler } from './contract.handlers.js';
import { firstText, storyId as contractId } from './testing/contract-story.js';

/** What the handler did, in order; files know one text. */
function handler() {
  const done: string[] = [];
  const note = (what: string) => {
    done.push(what);
    return Promise.resolve();
  };
  const runner = { handle: (_: unknown, { type }: AnyContractCommand) => note(type) };
  const known = { reached: (position: number) => note(`known at ${position}`) };
  const files = { find: (sha256: string) => Promise.resolve(sha256 === firstText.sha256 ? firstText : undefined) };
  const handling = new ContractCommandHandler(
    runner as unknown as CommandRunner<Known>,
    known as unknown as KnownKeeper<Known>,
    files as unknown as FileStore,
  );
  const execute = (command: object, history?: true) =>
    handling.execute({ contractId, ...command, metadata: { history } } as unknown as AnyContractCommand);
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

  it.each(['DraftContract', 'ReviseContract', 'SignContract'])(
    'takes a text by %s only as it was uploaded',
    async (type) => {
      const { done, execute } = handler();
      await execute({ type, text: firstText });
      await execute({ type });
      expect(done).toEqual([type, type]);
      await expect(execute({ type, text: elsewhere })).rejects.toMatchObject({ code: 'text-not-uploaded' });
      await expect(execute({ type, text: { ...firstText, size: 2 } })).rejects.toMatchObject({
        code: 'text-size-differs',
        details: { size: firstText.size },
      });
      expect(done).toHaveLength(2);
    },
  );

  it('takes the word of a source for texts of the past, and a comment for no text', async () => {
    const { done, execute } = handler();
    await execute({ type: 'DraftContract', text: elsewhere }, true);
    await execute({ type: 'CommentContract', text: '請補充驗收標準' });
    expect(done).toEqual(['DraftContract', 'CommentContract']);
  });
});
