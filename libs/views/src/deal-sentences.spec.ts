import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DealEvent } from '@dealtrail/deals';
import { dealSentence, type Language, type Words } from './deal-sentences.js';

const folder = join(__dirname, '../../deals/stored-events');
const samples = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as DealEvent);
const words: Words = {
  person: (id) => `<${id}>`,
  customer: () => '<華東精密>',
  place: ({ stage, step }) => `<${stage}${step ? `/${step}` : ''}>`,
};
const told = (lang: Language): string[] => samples.map((event) => dealSentence(event, lang, words));

describe('dealSentence', () => {
  it('tells every kind of fact in Chinese', () =>
    expect(told('zh')).toEqual([
      '由<awareness>推进到<consideration/solution>；下一次进展须在 2026-04-16 09:00 前',
      '修改：标题 12 台 GTX Pro → 15 台 GTX Pro；预计金额 USD 57,000.00 → USD 60,000.00',
      '提交凭证 needs-report：需求分析報告',
      '提醒：自 2026-03-02 09:00 起没有进展，期限 2026-04-16 09:00',
      '停滞：45 天没有进展（B 级期限），请<li.na>和<zhao.min>重新评级',
      '等级评定为 A（原 B），理由：意向明確；须在 2026-04-16 09:00 前有进展',
      '2026-03-20 输单，原因：價格過高',
      '由<consideration/solution>退回到<interest>，原因：更換決策人',
      '负责人由<li.na>变更为<wang.wei>',
      '<li.na>已离岗，商机移交给<zhao.min>',
      '登记商机“12 台 GTX Pro”，负责人<li.na>，客户<華東精密>，预计USD 57,000.00，等级B；须在 2026-04-16 09:00 前有进展',
      '重新打开（原为输单），原因：客戶重新立項；须在 2026-04-16 09:00 前有进展',
      '2026-03-20 赢单，金额 USD 55,000.00',
    ]));
  it('tells every kind of fact in English', () => {
    const sentences = told('en');
    expect(sentences.every((sentence) => /^[A-Z<]/.test(sentence) && !/undefined|\[object/.test(sentence))).toBe(true);
    expect(sentences).toContain('Won on 2026-03-20 for USD 55,000.00');
    expect(sentences).toContain('Moved back from <consideration/solution> to <interest>: 更換決策人');
  });
  it('says when nothing was there before', () =>
    expect(
      dealSentence(
        { type: 'DealEdited', data: { dealId: 'd', changes: { customerId: 'c' }, previous: {} } },
        'en',
        words,
      ),
    ).toBe('Edited: customer (none) → <華東精密>'));
});
