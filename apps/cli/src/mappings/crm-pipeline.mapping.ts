import { derivedId } from '@dealtrail/event-sourcing';
import { parseMoney, type Money } from '@dealtrail/money';
import { join } from 'node:path';
import { dealTold, type CrmKnown } from './crm-deal.js';
import { CsvFile } from './csv-file.js';
import { mapRows, type Fields, type StepOf } from './map-rows.js';
import type { Mapping, RowStep, Stage } from './mapping.js';
import { codeOf } from './code-of.js';

const mappingName = 'crm-pipeline';
const currency = 'USD';

/** The id of a customer is the same in every import of the same account. */
const customerId = (account: string): string => derivedId(mappingName, 'account', account);

/**
 * The CRM sales opportunities: a folder of four files. Offices become regions, a manager's people a team, accounts customers,
 * opportunities deals; products are no records of their own, their list price goes onto the deal.
 */
export const crmPipeline: Mapping = {
  name: mappingName,
  description: 'a folder with sales_teams.csv, accounts.csv, products.csv and sales_pipeline.csv',
  open: async (folder) => {
    const open = (file: string, ...columns: string[]): Promise<CsvFile> => CsvFile.open(join(folder, file), columns);
    const teams = await open('sales_teams.csv', 'sales_agent', 'manager', 'regional_office');
    const accounts = await open('accounts.csv', 'account', 'sector', 'revenue', 'employees', 'office_location');
    const products = await open('products.csv', 'product', 'sales_price');
    const pipeline = await open(
      'sales_pipeline.csv',
      ...[
        'opportunity_id',
        'sales_agent',
        'product',
        'account',
        'deal_stage',
        'engage_date',
        'close_date',
        'close_value',
      ],
    );
    const known: CrmKnown = {
      agents: await lookUp(teams, ({ sales_agent = '' }) => [sales_agent, codeOf(sales_agent)]),
      accounts: await lookUp(accounts, ({ account = '' }) => [account, customerId(account)]),
      products: await lookUp(products, ({ product = '', sales_price = '' }) => [product, dollars(sales_price)]),
      dollars,
    };
    return [
      once('offices', teams, 'regional_office', office),
      once('teams', teams, 'manager', team),
      once('managers', teams, 'manager', manager),
      once('team heads', teams, 'manager', head),
      once('agents', teams, 'sales_agent', agent),
      once('accounts', accounts, 'account', account),
      {
        name: 'pipeline',
        lines: pipeline.lines,
        rows: () => mapRows(pipeline, 'opportunity_id', (fields) => dealTold(fields, known)),
      },
    ];
  },
};

const office = ({ regional_office = '' }: Fields): StepOf[] => [
  {
    step: 'office',
    command: { type: 'RegisterUnit', unitId: officeId(regional_office), kind: 'region', name: regional_office },
  },
];

const team = ({ manager = '', regional_office = '' }: Fields): StepOf[] => [
  {
    step: 'team',
    command: {
      type: 'RegisterUnit',
      unitId: teamId(manager),
      kind: 'team',
      name: manager,
      parent: officeId(regional_office),
    },
  },
];

const manager = ({ manager = '' }: Fields): StepOf[] => [
  { step: 'manager', command: person(manager, 'supervisor', teamId(manager)) },
];

const head = ({ manager = '' }: Fields): StepOf[] => [
  { step: 'head', command: { type: 'AppointUnitHead', unitId: teamId(manager), head: codeOf(manager) } },
];

const agent = ({ sales_agent = '', manager = '' }: Fields): StepOf[] => [
  { step: 'agent', command: person(sales_agent, 'rep', teamId(manager)) },
];

const account = (fields: Fields): StepOf[] => {
  const { account = '', sector, year_established, revenue, employees, office_location, subsidiary_of } = fields;
  return [
    {
      step: 'customer',
      command: {
        type: 'RegisterCustomer',
        customerId: customerId(account),
        name: account,
        sourceId: account,
        ...(sector && { industry: sector }),
        ...(year_established && { yearEstablished: Number(year_established) }),
        ...(revenue && { annualRevenue: millions(revenue) }),
        ...(employees && { employees: Number(employees) }),
        ...(office_location && { country: office_location }),
        ...(subsidiary_of && { parentName: subsidiary_of }),
      },
    },
  ];
};

const person = (name: string, role: string, unitId: string): RowStep['command'] => ({
  type: 'RegisterPerson',
  staffId: codeOf(name),
  name,
  roles: [role],
  unitId,
});

const officeId = (name: string): string => `office.${codeOf(name)}`;
const teamId = (manager: string): string => `team.${codeOf(manager)}`;

function dollars(text: string): Money {
  return parseMoney(text, currency);
}

/** Annual revenue comes in millions, with two places. */
function millions(text: string): Money {
  const [, whole, fraction = ''] = /^(\d{1,7})(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  if (whole === undefined) throw new RangeError(`not a number of millions: ${text}`);
  return dollars(`${whole}${fraction.padEnd(6, '0')}`);
}

/** A stage of the distinct values of a column: the first row that brings a value tells it. */
const once = (name: string, file: CsvFile, column: string, steps: (fields: Fields) => StepOf[]): Stage => ({
  name,
  lines: file.lines,
  rows: () => {
    const seen = new Set<string>();
    return mapRows(file, column, (fields) => {
      const value = fields[column] ?? '';
      if (seen.has(value)) return { steps: [] };
      seen.add(value);
      return { steps: steps(fields) };
    });
  },
});

/** What later stages look up by name. */
async function lookUp<T>(
  file: CsvFile,
  entry: (fields: Fields) => readonly [string, T],
): Promise<ReadonlyMap<string, T>> {
  const found = new Map<string, T>();
  for await (const { fields, broken } of file.rows()) {
    if (broken) continue; // told as refused by the stage of that file
    const [name, value] = entry(fields);
    if (name) found.set(name, value);
  }
  return found;
}
