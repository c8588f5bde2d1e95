import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/** What refuses, and which of its arguments is the code. */
const codeAt: Readonly<Record<string, number>> = {
  ensure: 1,
  ensureFound: 1,
  ensureAllowed: 1,
  DomainError: 0,
  FileRefused: 0,
  TooManyRequests: 0,
  Unauthenticated: 0,
  Unavailable: 0,
};

/** Where those words are defined: there a code is whatever it is given. */
const definitions = 'libs/event-sourcing/src/errors.ts';

export interface RefusalCodes {
  /** Each code with the files that refuse with it. */
  readonly codes: ReadonlyMap<string, readonly string[]>;
  /** Refusals whose code cannot be read from the source. */
  readonly unreadable: readonly string[];
}

/** Every code with which the sources of these folders refuse: of the words above, and of objects with a status or outcome. */
export function refusalCodes(root: string, folders: readonly string[]): RefusalCodes {
  const codes = new Map<string, string[]>();
  const unreadable: string[] = [];
  for (const path of folders.flatMap((folder) => sourcesIn(join(root, folder)))) {
    const file = relative(root, path);
    if (file === definitions) continue;
    const source = ts.createSourceFile(file, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    for (const { code, refusal } of refusalsIn(source)) {
      const values = code && valuesOf(code);
      if (!values) unreadable.push(`${file}: ${refusal.getText()}`);
      for (const value of values ?? []) codes.set(value, [...(codes.get(value) ?? []), file]);
    }
  }
  return { codes, unreadable };
}

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['dist', 'node_modules', 'testing'].includes(entry.name) ? [] : sourcesIn(path);
    return /(?<!\.spec|\.d)\.ts$/.test(entry.name) ? [path] : [];
  });

interface Found {
  readonly refusal: ts.Node;
  readonly code: ts.Expression | undefined;
}

function refusalsIn(node: ts.Node): readonly Found[] {
  const within: Found[] = [];
  ts.forEachChild(node, (child) => void within.push(...refusalsIn(child)));
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    const at = codeAt[node.expression.getText()];
    if (at !== undefined) within.push({ refusal: node, code: node.arguments?.[at] });
  }
  if (ts.isObjectLiteralExpression(node)) {
    const member = (name: string) => node.properties.find((one) => one.name?.getText() === name);
    const code = member('code');
    const isAnswer = member('status') ?? member('outcome');
    if (isAnswer && code && ts.isPropertyAssignment(code) && ts.isStringLiteral(code.initializer))
      within.push({ refusal: node, code: code.initializer });
  }
  return within;
}

/** The texts an expression may have; undefined when the source does not say. */
function valuesOf(code: ts.Expression): readonly string[] | undefined {
  if (ts.isStringLiteralLike(code)) return [code.text];
  if (ts.isConditionalExpression(code)) return both(valuesOf(code.whenTrue), valuesOf(code.whenFalse));
  if (ts.isIdentifier(code)) return valuesOfParameter(code);
  if (!ts.isTemplateExpression(code)) return undefined;
  return code.templateSpans.reduce<readonly string[] | undefined>(
    (before, { expression, literal }) => {
      const values = valuesOf(expression);
      return values && before?.flatMap((start) => values.map((value) => start + value + literal.text));
    },
    [code.head.text],
  );
}

const both = (a: readonly string[] | undefined, b: readonly string[] | undefined) => a && b && [...a, ...b];

/** Of a parameter whose type names its texts, e.g. `verb: 'won' | 'lost'`. */
function valuesOfParameter(name: ts.Identifier): readonly string[] | undefined {
  const owner = ts.findAncestor(name, ts.isFunctionLike);
  const type = owner?.parameters.find((parameter) => parameter.name.getText() === name.text)?.type;
  const types = type && (ts.isUnionTypeNode(type) ? [...type.types] : [type]);
  const texts = types?.flatMap((one) =>
    ts.isLiteralTypeNode(one) && ts.isStringLiteral(one.literal) ? [one.literal.text] : [],
  );
  return texts?.length === types?.length ? texts : undefined;
}
