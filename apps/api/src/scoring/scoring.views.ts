import type { KeptModel, WholeScoring } from '#learning';

export function scoringView({ version, modelId, automatic, learnFrom, fittedDecisions, labels }: WholeScoring) {
  return { version, modelId, automatic, learnFrom, decisions: { ...labels, atLastFit: fittedDecisions } };
}

export function modelInList(model: KeptModel, inForce: string | null) {
  const { id, number, recipe, intercept, slope, decisions, against, figures, better, createdAt } = model;
  const about = { id, number, recipe, intercept, slope, decisions, against, figures, better };
  return { ...about, inForce: id === inForce, createdAt };
}

const MOST_SHOWN = 100;

export function modelView(model: KeptModel, inForce: string | null) {
  const strongest = Object.entries(model.weights)
    .map(([signal, weight]) => ({ signal, weight }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.signal < b.signal ? -1 : 1));
  return { ...modelInList(model, inForce), weights: strongest.slice(0, MOST_SHOWN) };
}
