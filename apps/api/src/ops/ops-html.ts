import { text } from '../html.js';

function table(rows: readonly object[]): string {
  if (rows.length === 0) return '<p>none · 無</p>';
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const head = names.map((name) => `<th>${text(name)}</th>`).join('');
  const body = rows.map(
    (row) => `<tr>${names.map((name) => `<td>${text(Reflect.get(row, name))}</td>`).join('')}</tr>`,
  );
  return `<table><tr>${head}</tr>${body.join('')}</table>`;
}

const style =
  'body{font:14px sans-serif;margin:2em}table{border-collapse:collapse}td,th{border:1px solid #bbb;padding:2px 6px;text-align:left;vertical-align:top}';

const titles: Readonly<Record<string, string>> = {
  faults: 'Faults · 故障',
  processes: 'Processes · 進程',
  projections: 'Projections · 讀模型',
  reactions: 'Reactions · 反應',
  parked: 'Parked events · 擱置的事件',
  workflows: 'Workflows · 流程',
  stepsWithoutOwner: 'Steps without owner · 無人負責的待辦',
  verified: 'Verified chain · 鏈驗證',
  unreadable: 'Could not be read · 無法讀取',
};

/** The operator's page for people: plain, without scripts, each list a table. */
export function opsHtml(page: Readonly<Record<string, unknown>>): string {
  const sections = Object.entries(titles).map(([name, title]) => {
    const value = page[name];
    const rows = Array.isArray(value)
      ? (value as object[])
      : value === undefined
        ? []
        : [typeof value === 'object' ? value : { value }];
    return `<h2>${title}</h2>${table(rows as readonly object[])}`;
  });
  const when = `${text(page['at'])} · version ${text(page['version'])} · position ${text(page['head'])}`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Dealtrail operations</title><style>${style}</style><h1>Dealtrail operations · 運維總覽</h1><p>${when}</p>${sections.join('')}</html>`;
}
