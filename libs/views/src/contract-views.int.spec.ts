import { mkdtemp, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { derivedId } from '@dealtrail/event-sourcing';
import { FolderFileStore } from '@dealtrail/files';
import {
  ContractTextFile,
  ContractTextFileHandler,
  OpenContractIdsOf,
  OpenContractIdsOfDeal,
} from '@dealtrail/contracts';
import { OpenContractIdsOfDealHandler, OpenContractIdsOfHandler } from '@dealtrail/contracts';
import { ContractTextChangesHandler } from './contract-changes.handlers.js';
import { ContractPageHandler } from './contract-page.handlers.js';
import { ContractRegisterHandler } from './contract-views.handlers.js';
import { ContractPage, ContractRegister, ContractTextChanges } from './contract-views.queries.js';
import { SalesOffice } from './testing/sales-office.js';

const id = (name: string): string => derivedId('contract-views', name);
const [customerId, dealId] = [id('customer'), id('deal')];
const checks = ['payment-terms', 'breach-liability'];
const words = { paymentTerms: '30%', breachLiability: '0.05%', deliveryPlan: '05-20' };
const text = (content: string, type = 'text/plain') => {
  const bytes = Buffer.from(content);
  return {
    bytes,
    text: { sha256: createHash('sha256').update(bytes).digest('hex'), name: '合同.txt', type, size: bytes.length },
  };
};
const first = text('第一條 標的\n第二條 價款\n第三條 交付\n');
const second = text('第一條 標的\n第二條 價款 50%\n第三條 交付\n');

let office: SalesOffice;
let files: FolderFileStore;
let folder: string;
const act = async (at: string, by: string, type: string, contract: string, fields: object = {}) => {
  office.now = at;
  await office.send({ type, contractId: id(contract), ...fields } as never, by);
};
const draft = (at: string, by: string, title: string, yuan: number, more: object = {}) =>
  act(at, by, 'DraftContract', title, {
    parties: [{ role: 'buyer', name: '明遠科技' }],
    title,
    dealId,
    amount: { amount: yuan * 100, currency: 'CNY' },
    text: first.text,
    ...words,
    ...more,
  });
const submit = (at: string, by: string, title: string, legal = 'fa.wu') =>
  act(at, by, 'SubmitContract', title, { reviewers: { legal, finance: 'cai.wu' } });

/** Alpha waits for both since Monday, Beta is in its second round, Gamma is approved, Delta a draft, Epsilon withdrawn; Thursday, 5 March 2026. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dealtrail-views-'));
  files = new FolderFileStore(folder);
  for (const { bytes, text: said } of [first, second])
    await files.put(said, () => [bytes] as unknown as AsyncIterable<Buffer>);
  office = await SalesOffice.open();
  await office.unit('east', 'team', 'East', undefined, 'zhao.min');
  await office.person('li.na', '李娜', ['rep'], 'east');
  await office.person('zhao.min', '赵敏', ['supervisor'], 'east');
  await office.person('wang.wei', '王伟', ['rep']);
  await office.person('fa.wu', '方悟', ['legal']);
  await office.person('luo.wen', '罗文', ['legal']);
  await office.person('cai.wu', '蔡武', ['finance']);
  await office.person('qin.tao', '秦涛', ['technical']);
  await office.person('gao.feng', '高峰', ['director']);
  office.now = '2026-03-01T01:00:00.000Z';
  await office.send({ type: 'RegisterCustomer', customerId, name: '華東精密' } as never, 'li.na');
  await office.send({ type: 'RegisterDeal', dealId, title: '12 台 GTX', customerId } as never, 'li.na');

  await draft('2026-03-02T01:00:00.000Z', 'li.na', 'Alpha', 100, { customerId });
  await submit('2026-03-02T01:00:00.000Z', 'li.na', 'Alpha');
  await draft('2026-03-03T01:00:00.000Z', 'wang.wei', 'Beta', 200);
  await submit('2026-03-03T01:00:00.000Z', 'wang.wei', 'Beta');
  await act('2026-03-03T02:00:00.000Z', 'fa.wu', 'ReturnContract', 'Beta', { round: 1, reason: '付款條款' });
  const changes = { text: second.text, paymentTerms: '50%', amount: { amount: 25_000, currency: 'CNY' } };
  await act('2026-03-04T01:00:00.000Z', 'wang.wei', 'ReviseContract', 'Beta', changes);
  await submit('2026-03-04T01:00:00.000Z', 'wang.wei', 'Beta', 'luo.wen');
  await act('2026-03-04T02:00:00.000Z', 'luo.wen', 'AddContractReviewer', 'Beta', { round: 2, reviewerId: 'qin.tao' });
  await draft('2026-03-02T01:00:00.000Z', 'li.na', 'Gamma', 300, { dealId: id('other deal') });
  await submit('2026-03-02T01:00:00.000Z', 'li.na', 'Gamma');
  await act('2026-03-02T02:00:00.000Z', 'fa.wu', 'ApproveContract', 'Gamma', { round: 1, checks });
  await act('2026-03-02T02:00:00.000Z', 'cai.wu', 'ApproveContract', 'Gamma', { round: 1, checks });
  await draft('2026-03-05T01:00:00.000Z', 'li.na', 'Delta', 400, { amount: { amount: 1, currency: 'USD' } });
  await draft('2026-03-05T01:00:00.000Z', 'li.na', 'Epsilon', 500);
  await act('2026-03-05T01:00:00.000Z', 'li.na', 'WithdrawContract', 'Epsilon', { reason: '客戶取消採購' });
  office.now = '2026-03-05T02:00:00.000Z';
}, 60_000);
afterAll(async () => {
  await office.close();
  await rm(folder, { recursive: true });
});

const list = async (who: string, fields: Partial<ContractRegister> = {}) =>
  new ContractRegisterHandler(office.reader, office.known).execute(
    await office.question(ContractRegister, who, fields),
  );
const titles = async (who: string, fields: Partial<ContractRegister> = {}) =>
  (await list(who, { sort: 'title', ...fields })).items.map(({ title }) => title);
const everything = ['Alpha', 'Beta', 'Delta', 'Epsilon', 'Gamma'];

describe('ContractRegister', () => {
  it('shows what is in reach, and to everybody what a step of was theirs', async () => {
    expect(await titles('gao.feng')).toEqual(everything);
    expect(await titles('fa.wu')).toEqual(everything);
    expect(await titles('zhao.min')).toEqual(['Alpha', 'Delta', 'Epsilon', 'Gamma']);
    expect(await titles('wang.wei')).toEqual(['Beta']);
    expect(await titles('qin.tao')).toEqual(['Beta']);
  });

  it('filters by everything it says', async () => {
    const all = (fields: Partial<ContractRegister>) => titles('gao.feng', fields);
    expect(await all({ status: 'review' })).toEqual(['Alpha', 'Beta']);
    expect(await all({ ownerId: 'wang.wei' })).toEqual(['Beta']);
    expect(await all({ customerId })).toEqual(['Alpha']);
    expect(await all({ dealId: id('other deal') })).toEqual(['Gamma']);
    expect(await all({ reviewerId: 'luo.wen' })).toEqual(['Beta']);
    expect(await all({ reviewerId: 'fa.wu' })).toEqual(['Alpha']);
    expect(await all({ overdue: true })).toEqual(['Alpha']);
    expect(await all({ overdue: false })).toEqual(['Beta', 'Delta', 'Epsilon', 'Gamma']);
    expect(await all({ text: 'lph' })).toEqual(['Alpha']);
    expect(await all({ text: '精密' })).toEqual(['Alpha']);
    expect(await all({ text: '%' })).toEqual([]);
    expect(await all({ currency: 'CNY', amountFrom: 25_000, amountTo: 30_000 })).toEqual(['Beta', 'Gamma']);
    expect(await all({ currency: 'USD' })).toEqual(['Delta']);
    expect(await all({ submittedFrom: '2026-03-03', submittedTo: '2026-03-04' })).toEqual(['Beta']);
    expect(await all({ submittedTo: '2026-03-02' })).toEqual(['Alpha', 'Gamma']);
  });

  it('refuses bounds of an amount without a currency', () =>
    expect(list('gao.feng', { amountFrom: 1 })).rejects.toMatchObject({ errors: [{ field: 'currency' }] }));

  it('adds names, whom it waits for and whether that is overdue', async () => {
    const [alpha] = (await list('li.na', { text: 'Alpha' })).items;
    expect(alpha).toMatchObject({
      customerName: '華東精密',
      ownerName: '李娜',
      dealTitle: '12 台 GTX',
      waitingFor: ['fa.wu', 'cai.wu'],
      waitingForNames: ['方悟', '蔡武'],
      nextDueAt: '2026-03-04T10:00:00.000Z',
      overdue: true,
    });
    expect(Object.keys(alpha ?? {})).not.toContain('assigned');
  });

  it('pages by what is due next, those without it last', async () => {
    const page = await list('gao.feng', { sort: 'nextDueAt', limit: 2 });
    expect(page.items.map(({ title }) => title)).toEqual(['Alpha', 'Beta']);
    const rest = await list('gao.feng', { sort: 'nextDueAt', limit: 3, cursor: page.nextCursor });
    expect(rest.items.map(({ title }) => title).sort()).toEqual(['Delta', 'Epsilon', 'Gamma']);
  });

  it('answers as of an instant', async () => {
    const [beta] = (await list('gao.feng', { asOf: '2026-03-03T01:30:00Z', text: 'Beta' })).items;
    expect(beta).toMatchObject({ status: 'review', round: 1, amount: 20_000, overdue: false });
    expect(await titles('qin.tao', { asOf: '2026-03-03T01:30:00Z' })).toEqual([]);
  });
});

const page = async (who: string, title: string, fields: Partial<ContractPage> = {}) =>
  new ContractPageHandler(office.reader, office.known).execute(
    await office.question(ContractPage, who, { contractId: id(title), ...fields }),
  );

describe('ContractPage', () => {
  it('shows every round with the names of all it mentions', async () =>
    expect(await page('wang.wei', 'Beta')).toMatchObject({
      status: 'review',
      dealTitle: '12 台 GTX',
      waitingFor: ['luo.wen', 'cai.wu', 'qin.tao'],
      nextDueAt: '2026-03-06T10:00:00.000Z',
      overdue: false,
      people: { 'fa.wu': '方悟', 'qin.tao': '秦涛', 'wang.wei': '王伟' },
      rounds: [
        { number: 1, outcome: 'returned', reason: '付款條款' },
        { number: 2, outcome: 'review', sameText: false, steps: [{ step: 'legal' }, {}, { step: 'added-1' }] },
      ],
      revision: 5,
    }));

  it('tells what is overdue before anybody has put it on record', async () =>
    expect(await page('li.na', 'Alpha')).toMatchObject({ overdue: true, customerName: '華東精密' }));

  it('lets a reviewer read that contract and no other', async () => {
    expect(await page('qin.tao', 'Beta')).toMatchObject({ number: expect.any(String) as string });
    await expect(page('qin.tao', 'Alpha')).rejects.toMatchObject({ code: 'out-of-reach' });
    await expect(page('wang.wei', 'Alpha')).rejects.toMatchObject({ code: 'out-of-reach' });
    await expect(page('gao.feng', 'Nothing')).rejects.toMatchObject({ code: 'contract-not-found' });
  });

  it('answers as of an instant', async () =>
    expect(await page('fa.wu', 'Beta', { asOf: '2026-03-03T02:30:00Z' })).toMatchObject({
      status: 'returned',
      waitingFor: [],
      terms: { paymentTerms: '30%' },
      rounds: [{ outcome: 'returned' }],
    }));
});

describe('ContractTextChanges', () => {
  const changes = async (who: string, title: string, fields: Partial<ContractTextChanges> = {}) =>
    new ContractTextChangesHandler(office.store, files, office.known).execute(
      await office.question(ContractTextChanges, who, { contractId: id(title), ...fields }),
    );

  it('tells the terms and the lines that changed since the round before', async () =>
    expect(await changes('luo.wen', 'Beta')).toMatchObject({
      from: 1,
      to: 2,
      terms: [
        { field: 'amount', before: { amount: 20_000 }, after: { amount: 25_000 } },
        { field: 'paymentTerms', before: '30%', after: '50%' },
      ],
      text: {
        same: false,
        before: first.text,
        after: second.text,
        lines: [
          {
            oldStart: 1,
            newStart: 1,
            lines: [' 第一條 標的', '-第二條 價款', '+第二條 價款 50%', ' 第三條 交付'],
          },
        ],
      },
    }));

  it('finds a round the same as itself', async () => {
    const { terms, text: compared } = await changes('luo.wen', 'Beta', { from: 2, to: 2 });
    expect([terms, compared]).toMatchObject([[], { same: true, noLinesBecause: 'same-text' }]);
  });

  it('refuses rounds there were not, and who may not read it', async () => {
    for (const fields of [{ from: 2, to: 3 }, { from: 0, to: 1 }, { asOf: '2026-03-03T02:30:00Z' }])
      await expect(changes('luo.wen', 'Beta', fields)).rejects.toMatchObject({ code: 'round-not-found' });
    await expect(changes('li.na', 'Beta')).rejects.toMatchObject({ code: 'out-of-reach' });
  });
});

describe('ContractTextFile', () => {
  const file = async (who: string, title: string, sha256: string) =>
    new ContractTextFileHandler(office.store, office.known).execute(
      Object.assign(new ContractTextFile(), {
        contractId: id(title),
        sha256,
        metadata: { actor: { kind: 'staff', id: who } as const },
      }),
    );
  it('names the text of any round', async () => {
    expect(await file('qin.tao', 'Beta', first.text.sha256)).toEqual(first.text);
    expect(await file('qin.tao', 'Beta', second.text.sha256)).toEqual(second.text);
  });
  it('opens no text by its hash alone', async () => {
    await expect(file('gao.feng', 'Alpha', second.text.sha256)).rejects.toMatchObject({ code: 'text-not-found' });
    await expect(file('wang.wei', 'Alpha', first.text.sha256)).rejects.toMatchObject({ code: 'out-of-reach' });
  });
});

describe('ids of open contracts', () => {
  const process = { metadata: { actor: { kind: 'process', id: 'spec' } as const } };
  it('are those of an owner or a deal that are neither signed nor withdrawn, for a process', async () => {
    const byOwner = await office.question(OpenContractIdsOf, 'li.na', { ownerId: 'li.na' });
    const ofOwner = await new OpenContractIdsOfHandler(office.reader, office.known).execute(
      Object.assign(byOwner, process),
    );
    expect([...ofOwner.items].sort()).toEqual(['Alpha', 'Gamma', 'Delta'].map(id).sort());
    const byDeal = await office.question(OpenContractIdsOfDeal, 'li.na', { dealId });
    const ofDeal = await new OpenContractIdsOfDealHandler(office.reader, office.known).execute(
      Object.assign(byDeal, process),
    );
    expect([...ofDeal.items].sort()).toEqual(['Alpha', 'Beta', 'Delta'].map(id).sort());
  });
  it('are none of a seller’s', async () => {
    const question = await office.question(OpenContractIdsOf, 'li.na', { ownerId: 'li.na' });
    await expect(new OpenContractIdsOfHandler(office.reader, office.known).execute(question)).rejects.toMatchObject({
      code: 'role-not-permitted',
    });
  });
});
