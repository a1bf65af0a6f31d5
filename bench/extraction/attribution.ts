import { join } from 'node:path';
import { attributionsOf, type Attribution, type Span } from '#extraction';
import { sentencesOf } from '../../libs/extraction/sentences.rules.js';
import { blocksOf } from '../../libs/extraction/blocks.rules.js';
import { shadowOf } from '../../libs/extraction/shadow.rules.js';
import { jsonLines } from './data.js';
import { counted, type Counted } from './measures.js';

/** An article of PolNeAR (Newell, Margolin and Ruths, 2018), offsets turned into UTF-16. */
export interface Attributed {
  id: string;
  text: string;
  gold: Attribution[];
}

type Pair = [number, number];

export function polnear(dir: string, part: 'train_a' | 'train_b' | 'dev'): Attributed[] {
  type Row = { id: string; text: string; attributions: { source: Pair[]; cue: Pair[]; content: Pair[] }[] };
  return jsonLines<Row>(join(dir, 'attribution', `polnear_${part}.jsonl`)).map((row) => {
    const at = unitsOf(row.text);
    const spans = (pairs: Pair[]): Span[] => pairs.map(([s, e]) => ({ start: at(s), end: at(e) }));
    const gold = row.attributions.map((one) => ({
      source: spans(one.source),
      cue: spans(one.cue),
      content: spans(one.content),
    }));
    return { id: row.id, text: row.text, gold };
  });
}

/** Code-point offset to UTF-16 offset. */
export function unitsOf(text: string): (codePoint: number) => number {
  const starts: number[] = [];
  for (let i = 0; i < text.length; i += (text.codePointAt(i) as number) > 0xffff ? 2 : 1) starts.push(i);
  return (at) => starts[at] ?? text.length;
}

export interface AttributionFigures {
  source: Counted;
  cue: Counted;
  content: Counted;
  sentence: Counted;
  sourceRight: number;
}

/** Token scores are over white-space tokens: in any source, cue or content, gold against given. A sentence counts when content touches it. */
export function attributionFigures(
  articles: Attributed[],
  answer: (article: Attributed) => Attribution[],
): AttributionFigures {
  const tally = { source: [0, 0, 0], cue: [0, 0, 0], content: [0, 0, 0], sentence: [0, 0, 0] };
  let both = 0;
  let right = 0;
  for (const article of articles) {
    const given = answer(article);
    const tokens = [...article.text.matchAll(/\S+/g)].map((m) => ({ start: m.index, end: m.index + m[0].length }));
    for (const part of ['source', 'cue', 'content'] as const) {
      const want = touched(
        tokens,
        article.gold.flatMap((one) => one[part]),
      );
      const have = touched(
        tokens,
        given.flatMap((one) => one[part]),
      );
      add(tally[part], want, have);
    }
    const sentences = blocksOf(article.text).flatMap((block) => sentencesOf(shadowOf(article.text), block.span));
    const want = touched(
      sentences,
      article.gold.flatMap((one) => one.content),
    );
    const have = touched(
      sentences,
      given.flatMap((one) => one.content),
    );
    add(tally.sentence, want, have);
    sentences.forEach((sentence, i) => {
      if (want[i] !== true || have[i] !== true) return;
      const goldSource = article.gold
        .filter((one) => one.content.some((c) => meets(c, sentence)))
        .flatMap((one) => one.source);
      const givenSource = given
        .filter((one) => one.content.some((c) => meets(c, sentence)))
        .flatMap((one) => one.source);
      if (goldSource.length === 0 || givenSource.length === 0) return;
      both++;
      if (goldSource.some((g) => givenSource.some((s) => meets(g, s)))) right++;
    });
  }
  const figure = (name: keyof typeof tally): Counted => counted(...(tally[name] as [number, number, number]));
  return {
    source: figure('source'),
    cue: figure('cue'),
    content: figure('content'),
    sentence: figure('sentence'),
    sourceRight: right / (both || 1),
  };
}

function meets(a: Span, b: Span): boolean {
  return a.start < b.end && a.end > b.start;
}

function touched(units: Span[], spans: Span[]): boolean[] {
  return units.map((unit) => spans.some((span) => meets(unit, span)));
}

function add(tally: number[], want: boolean[], have: boolean[]): void {
  want.forEach((w, i) => {
    const h = have[i] === true;
    const slot = w ? (h ? 0 : 2) : h ? 1 : -1;
    if (slot !== -1) tally[slot] = (tally[slot] as number) + 1;
  });
}

export function line(name: string, f: AttributionFigures): string {
  const show = (c: Counted): string => `${c.f1.toFixed(3)} (${c.precision.toFixed(2)}/${c.recall.toFixed(2)})`;
  return `${name}  sentence ${show(f.sentence)}  source ${show(f.source)}  cue ${show(f.cue)}  content ${show(f.content)}  source right when both ${f.sourceRight.toFixed(3)}`;
}

export function rulesLine(dir: string, part: 'train_a' | 'train_b' | 'dev' = 'dev'): string {
  return line(
    'rules, as shipped',
    attributionFigures(polnear(dir, part), (article) => attributionsOf(article.text)),
  );
}
