import { readFileSync, statSync } from 'node:fs';
import type { CST, Document, Node, Pair } from 'yaml';
import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  parseDocument,
  visit,
} from 'yaml';
import type { Path, Problem } from './problems';
import { formatPath } from './problems';

/** An environment takes a few kilobytes; a file beyond this is something else, and is not read. */
const MAX_BYTES = 256 * 1024;

/** The deepest key of an environment is four levels down. */
const MAX_DEPTH = 50;

/** A YAML file's data, and where each part of it stands. */
export interface YamlFile {
  readonly data: Record<string, unknown>;
  /** The position of a value (`value`, the default) or of its key; of the nearest parent where there is none. */
  problem(path: Path, message: string, at?: 'key' | 'value'): Problem;
  /** What the file says at a path, letter by letter: `012` where the data has 12. */
  source(path: Path): string | undefined;
}

/** What a file is there for, in messages about it. */
export interface FileKind {
  readonly what: string;
  /** The keys that cannot be missing. @default none */
  readonly required?: string;
}

const ENVIRONMENT: FileKind = { what: 'an environment', required: 'name, tier, aws, contacts' };

/**
 * Reads one file with one YAML 1.2 document whose root is a map. Gives the file, or what is wrong with it.
 * @param kind @default an environment
 */
export function readYamlFile(path: string, name: string, kind: FileKind = ENVIRONMENT): YamlFile | Problem[] {
  const text = readText(path, kind);
  if (typeof text !== 'string') return [{ file: name, path: '', message: text.message }];
  const lines = new LineCounter();
  const tooDeep = offsetBelow(MAX_DEPTH, text, lines);
  const at = (offset: number, message: string, keys: Path = []): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file: name, line, column: col, path: formatPath(keys), message };
  };
  if (tooDeep !== undefined) return [at(tooDeep, `is nested too deeply (allowed ${MAX_DEPTH} levels)`)];
  // The parser compares each key with all before it, which takes long for a file of many; `twice` does not.
  const options = { prettyErrors: false, version: '1.2', merge: false, uniqueKeys: false } as const;
  const document = parseDocument(text, options);
  const faults = [...document.errors, ...document.warnings];
  // What the parser says further on at the same place follows from the first fault there.
  const first = new Map([...faults].reverse().map((fault) => [fault.pos[0], fault]));
  if (first.size > 0) return [...first.values()].map((fault) => at(fault.pos[0], syntaxMessage(fault)));
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    const required = kind.required === undefined ? '' : ` (required: ${kind.required})`;
    return [{ file: name, path: '', message: `is empty${required}` }];
  }
  if (!isMap(document.contents)) return [at(start(document.contents), 'must be a map of keys and values')];
  const unsupported = unsupportedNodes(document, at);
  if (unsupported.length > 0) return unsupported;
  return {
    data: document.toJS({ maxAliasCount: 0 }) as Record<string, unknown>,
    problem: (keys, message, which = 'value') => at(position(document, keys, which), message, keys),
    source: (keys) => {
      const node = document.getIn(keys, true);
      return isScalar(node) ? node.source : undefined;
    },
  };
}

function readText(path: string, { what }: FileKind): string | { message: string } {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return { message: 'is not a file' };
    if (stats.size > MAX_BYTES) {
      return { message: `is too large to be ${what} (got ${stats.size} bytes, allowed ${MAX_BYTES})` };
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return { message: 'is not UTF-8 text: save it as UTF-8' };
    if (code === 'ENOENT') return { message: 'does not exist' };
    if (code === 'EACCES' || code === 'EPERM') return { message: 'cannot be read: permission denied' };
    return { message: `cannot be read (${code ?? String(error)})` };
  }
}

/**
 * Where a text is nested deeper than so many levels. Looked for before anything calls itself for each level: running
 * out of stack there can end the whole process.
 */
function offsetBelow(levels: number, text: string, lines: LineCounter): number | undefined {
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const waiting = tokens.map((token): { token: CST.Token; depth: number } => ({ token, depth: 0 }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, depth } = next;
    if (depth > levels) return token.offset;
    const children = token.type === 'document' ? [{ value: token.value }] : 'items' in token ? token.items : [];
    for (const child of children) {
      for (const inside of [child.value, 'key' in child ? child.key : undefined]) {
        if (inside) waiting.push({ token: inside, depth: depth + 1 });
      }
    }
  }
  return undefined;
}

function syntaxMessage(fault: { code: string; message: string }): string {
  const advice: Record<string, string> = {
    TAB_AS_INDENT: 'a tab indents this line: YAML wants spaces',
    MULTIPLE_DOCS: 'a second YAML document begins here (`---`): one file holds one environment',
  };
  return advice[fault.code] ?? `YAML syntax: ${fault.message.split('\n')[0]}`;
}

/**
 * What YAML allows and an environment does not need: anchors and aliases (a value is then not where its key is,
 * and a small file can unfold to gigabytes), keys that are not text or not unique, numbers that two readers read
 * differently.
 */
function unsupportedNodes(
  document: Document.Parsed,
  at: (offset: number, message: string, path: Path) => Problem,
): Problem[] {
  const problems: Problem[] = [];
  const twice = new Set<unknown>();
  visit(document, (index, node, ancestors) => {
    if (isMap(node)) for (const pair of repeated(node.items)) twice.add(pair);
    const fault = twice.has(node)
      ? 'is given twice: keep one'
      : isPair(node)
        ? keyFault(node)
        : isNode(node)
          ? nodeFault(node)
          : undefined;
    if (fault === undefined) return undefined;
    const place = isPair(node) ? node.key : node;
    const path = twice.has(node) ? pathOf([...ancestors, node]) : pathOf(ancestors, index);
    problems.push(at(isNode(place) ? start(place) : 0, fault, path));
    // One is enough to refuse the file; a hundred show a pattern, and a megabyte of them takes minutes.
    return problems.length < 100 ? undefined : visit.BREAK;
  });
  return problems;
}

/** Pairs whose key has been there before. */
function repeated(pairs: readonly Pair[]): Pair[] {
  const seen = new Set<unknown>();
  return pairs.filter(({ key }) => {
    const name = isScalar(key) ? key.value : key;
    const isRepeated = seen.has(name);
    seen.add(name);
    return isRepeated;
  });
}

function keyFault({ key }: Pair): string | undefined {
  if (!isScalar(key) || typeof key.value !== 'string') return 'a key must be text: put it in quotes';
  if (key.value === '__proto__') return 'a key cannot have this name';
  return key.value === '<<' ? 'merge keys (`<<`) are not supported: write the keys out' : undefined;
}

function nodeFault(node: Node): string | undefined {
  if (isAlias(node)) return `aliases (\`*${node.source}\`) are not supported: write the value out`;
  if (node.anchor !== undefined) return `anchors (\`&${node.anchor}\`) are not supported: write the value out`;
  if (!isScalar(node) || typeof node.value !== 'number' || isPlainNumber(node.source)) return undefined;
  return `this number can be read in two ways (got ${node.source}): put it in quotes, or write it plainly`;
}

/** Keys and indices from the root to a node that `visit` passes. */
function pathOf(ancestors: readonly unknown[], index?: number | 'key' | 'value' | null): Path {
  const path: (string | number)[] = [];
  for (const [depth, node] of ancestors.entries()) {
    if (isPair(node) && isScalar(node.key)) path.push(String(node.key.value));
    if (!isSeq(node)) continue;
    const next = ancestors[depth + 1];
    const position = next === undefined ? index : node.items.indexOf(next);
    if (typeof position === 'number') path.push(position);
  }
  return path;
}

/** YAML 1.1 reads `010` as eight and YAML 1.2 as ten; `1e3`, `0x1F`, `.inf` and the like have no use here. */
function isPlainNumber(source: string | undefined): boolean {
  return source !== undefined && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(source);
}

function position(document: Document.Parsed, path: Path, which: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let best = isNode(node) ? start(node) : 0;
  for (const [index, segment] of path.entries()) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find((item) => isScalar(item.key) && item.key.value === segment);
      if (!isPair(pair) || !isNode(pair.key)) return best;
      best = start(pair.key);
      node = pair.value;
      const last = index === path.length - 1;
      // The key says more than where a nested block begins, or an absent value would.
      if (last && which === 'value' && isNode(node) && !isCollection(node) && hasText(node)) best = start(node);
    } else if (isSeq(node)) {
      node = node.items[Number(segment)];
      if (!isNode(node)) return best;
      best = start(node);
    } else return best;
  }
  return best;
}

function hasText(node: Node): boolean {
  return node.range != null && node.range[1] > node.range[0];
}

function start(node: Node | null | undefined): number {
  return node?.range?.[0] ?? 0;
}
