import { join } from 'node:path';
import { extractClaims } from '#extraction';
import { unitsOf } from './attribution.js';
import { jsonLines } from './data.js';

/** Same measure as the `score.mjs` beside the gold: token F1 >= 0.5 over white-space tokens, one to one, best first. */
interface Marked {
  spans: { start: number; end: number }[];
  name: string;
  worth: string;
  score: number;
}

type GoldRow = {
  id: string;
  claims: { spans: [number, number][]; claimant: { name?: string | null }; worth: string }[];
};

export interface ArticleFigures {
  claims: number;
  recall: number;
  precision: number;
  high: number;
  top: number;
  claimant: number;
}

export function articleFigures(dir: string): ArticleFigures {
  const gold = (file: string): Map<string, GoldRow['claims']> =>
    new Map(jsonLines<GoldRow>(join(dir, 'claims-gold', `${file}.jsonl`)).map((row) => [row.id, row.claims]));
  const [a, b] = [gold('a'), gold('b')];
  const n = {
    claims: 0,
    agreed: 0,
    found: 0,
    right: 0,
    high: 0,
    foundHigh: 0,
    top: 0,
    topRight: 0,
    who: 0,
    whoRight: 0,
  };
  for (const { id, text } of jsonLines<{ id: string; text: string }>(join(dir, 'claims-gold', 'texts.jsonl'))) {
    const tokens = [...text.matchAll(/\S+/g)].map((m) => [m.index, m.index + m[0].length] as const);
    const set = (one: Marked): Set<number> =>
      new Set(tokens.flatMap(([s, e], i) => (one.spans.some((x) => s < x.end && e > x.start) ? [i] : [])));
    const at = unitsOf(text);
    const marks = (rows: GoldRow['claims']): Marked[] =>
      rows.map((c) => ({
        spans: c.spans.map(([s, e]) => ({ start: at(s), end: at(e) })),
        name: surname(c.claimant.name),
        worth: c.worth,
        score: 0,
      }));
    const ga = marks(a.get(id) ?? []);
    const gb = marks(b.get(id) ?? []);
    const system = extractClaims(text)
      .claims.map((c) => ({
        spans: c.spans,
        name: surname(c.claimant.name),
        worth: '',
        score: c.checkworthiness.score,
      }))
      .sort((x, y) => y.score - x.score);
    const [ca, cb, cs] = [ga.map(set), gb.map(set), system.map(set)];
    const both = pairs(ca, cb);
    const onA = pairs(ca, cs);
    const onB = pairs(cb, cs);
    const [hitA, hitB] = [new Map(onA), new Map(onB)];
    n.claims += system.length;
    n.agreed += both.length;
    for (const [i, j] of both) {
      const k = hitA.get(i) ?? hitB.get(j);
      const high = ga[i]?.worth === 'high' && gb[j]?.worth === 'high';
      if (high) n.high++;
      if (k === undefined) continue;
      n.found++;
      if (high) n.foundHigh++;
      const name = ga[i]?.name ?? '';
      if (name === '' || name !== gb[j]?.name) continue;
      n.who++;
      if (system[k]?.name === name) n.whoRight++;
    }
    n.right += new Set([...onA, ...onB].map(([, k]) => k)).size;
    const worthy = new Set(
      [...onA.filter(([i]) => ga[i]?.worth === 'high'), ...onB.filter(([j]) => gb[j]?.worth === 'high')].map(
        ([, k]) => k,
      ),
    );
    for (let rank = 0; rank < Math.min(10, system.length); rank++) {
      n.top++;
      if (worthy.has(rank)) n.topRight++;
    }
  }
  return {
    claims: n.claims,
    recall: n.found / n.agreed,
    precision: n.right / n.claims,
    high: n.foundHigh / n.high,
    top: n.topRight / n.top,
    claimant: n.whoRight / n.who,
  };
}

function surname(name: string | null | undefined): string {
  return (
    (name ?? '')
      .toLowerCase()
      .replace(/[^\p{L} ]/gu, '')
      .trim()
      .split(/\s+/)
      .at(-1) ?? ''
  );
}

function pairs(xs: Set<number>[], ys: Set<number>[]): [number, number][] {
  const all: [number, number, number][] = [];
  xs.forEach((x, i) =>
    ys.forEach((y, j) => {
      let shared = 0;
      for (const token of x) if (y.has(token)) shared++;
      const f = (2 * shared) / (x.size + y.size || 1);
      if (f >= 0.5) all.push([f, i, j]);
    }),
  );
  all.sort((p, q) => q[0] - p[0]);
  const [left, right] = [new Set<number>(), new Set<number>()];
  const out: [number, number][] = [];
  for (const [, i, j] of all) {
    if (left.has(i) || right.has(j)) continue;
    left.add(i);
    right.add(j);
    out.push([i, j]);
  }
  return out;
}

export function articleLine(f: ArticleFigures): string {
  const p = (x: number): string => x.toFixed(3);
  return `claims ${f.claims}; recall ${p(f.recall)}; precision ${p(f.precision)}; recall of high ${p(f.high)}; high among the top 10 ${p(f.top)}; claimant right ${p(f.claimant)}`;
}
