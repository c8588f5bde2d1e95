import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandRunner, EventStore, KnownKeeper } from '@dealtrail/event-sourcing';
import { FolderFileStore, noteBrought } from '@dealtrail/files';
import type { Known } from '@dealtrail/known';
import { DeliveryDocumentFileHandler } from './order-documents.handlers.js';
import { orderCommands, type AnyOrderCommand } from './order.commands.js';
import { OrderCommandHandler } from './order.handlers.js';
import { DeliveryDocumentFile } from './order.queries.js';
import { known } from './testing/order-company.js';
import { attached, file as otherFile, orderId, placed, scheduled } from './testing/order-facts.js';
import { told, type Told } from './testing/order-story.js';

let folder: string;
let files: FolderFileStore;
/** What Qin Tao has brought. */
let brought: typeof otherFile;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dealtrail-documents-'));
  files = new FolderFileStore(folder);
  const { type } = otherFile;
  const stored = await files.put({ type }, () => [Buffer.from('手冊')] as unknown as AsyncIterable<Buffer>);
  await noteBrought(files, stored.sha256, { kind: 'staff', id: 'qin.tao' });
  brought = { ...otherFile, ...stored };
});
afterAll(() => rm(folder, { recursive: true }));

/** What the handler did, in order, to an order with these facts. */
function handler(facts: readonly Told[] = [placed, scheduled]) {
  const done: string[] = [];
  const note = (what: string) => {
    done.push(what);
    return Promise.resolve();
  };
  const runner = { handle: (_: unknown, { type }: AnyOrderCommand) => note(type) };
  const keeper = { reached: (position: number) => note(`known at ${position}`), now: () => known };
  const log = { read: () => Promise.resolve([told(facts)]) } as unknown as EventStore;
  const handling = new OrderCommandHandler(
    runner as unknown as CommandRunner<Known>,
    keeper as unknown as KnownKeeper<Known>,
    files,
    log,
  );
  const execute = (type: AnyOrderCommand['type'], fields: object, by = 'qin.tao', history?: true) => {
    const command = orderCommands.find(({ name }) => name === type);
    if (!command) throw new Error(type);
    const metadata = { history, actor: { kind: 'staff', id: by } };
    return handling.execute(Object.assign(new command(), { orderId, ...fields, metadata }) as AnyOrderCommand);
  };
  const attach = (file: object, by?: string, history?: true) =>
    execute('AttachDeliveryDocument', { delivery: 1, document: 'manual', file }, by, history);
  const download = (sha256: string, by: string, delivery = 1) =>
    new DeliveryDocumentFileHandler(log, keeper as unknown as KnownKeeper<Known>).execute(
      Object.assign(new DeliveryDocumentFile(), {
        ...{ orderId, delivery, sha256 },
        metadata: { actor: { kind: 'staff', id: by }, occurredAt: '2026-03-02T01:00:00.000Z' },
      }),
    );
  return { done, execute, attach, download };
}

describe('OrderCommandHandler', () => {
  it('decides ReassignOrder only at or after the fact that asks for it', async () => {
    const { done, execute } = handler();
    await execute('ReassignOrder', { from: 'li.na', position: 4711 });
    expect(done).toEqual(['known at 4711', 'ReassignOrder']);
  });

  it('takes a document only as it was uploaded', async () => {
    const { done, attach } = handler();
    await attach(brought);
    await expect(attach(otherFile)).rejects.toMatchObject({ code: 'file-not-uploaded' });
    await expect(attach({ ...brought, size: 2 })).rejects.toMatchObject({
      code: 'file-size-differs',
      details: { size: brought.size },
    });
    expect(done).toEqual(['AttachDeliveryDocument']);
  });

  it("takes nobody else's file, unless it is one of the order's, and says the same of it as of none", async () => {
    await expect(handler().attach(brought, 'fu.gang')).rejects.toMatchObject({ code: 'file-not-uploaded' });
    await handler([placed, scheduled, { ...attached, data: { ...attached.data, file: brought } }]).attach(
      brought,
      'fu.gang',
    );
  });

  it('says nothing of files to who may not attach any', async () => {
    for (const file of [otherFile, { ...brought, size: 2 }]) {
      await expect(handler().attach(file, 'wang.wei')).rejects.toMatchObject({ code: 'out-of-reach' });
      await expect(handler().attach(file, 'mo.qing')).rejects.toMatchObject({ code: 'role-not-permitted' });
    }
  });

  it('takes the word of a source for documents of the past', async () => {
    const { done, attach } = handler();
    await attach(otherFile, 'qin.tao', true);
    expect(done).toEqual(['AttachDeliveryDocument']);
  });
});

describe('DeliveryDocumentFile', () => {
  const { download } = handler([placed, scheduled, attached]);
  it('names the file, for who may read the order', async () => {
    for (const by of ['li.na', 'zhao.min', 'ding.hao', 'mo.qing'])
      expect(await download(otherFile.sha256, by)).toEqual(otherFile);
  });
  it('refuses others, other files and other deliveries', async () => {
    await expect(download(otherFile.sha256, 'wang.wei')).rejects.toMatchObject({ code: 'out-of-reach' });
    await expect(download('b'.repeat(64), 'li.na')).rejects.toMatchObject({ code: 'document-not-found' });
    await expect(download(otherFile.sha256, 'li.na', 2)).rejects.toMatchObject({ code: 'document-not-found' });
    await expect(handler([]).download(otherFile.sha256, 'li.na')).rejects.toMatchObject({ code: 'order-not-found' });
  });
});
