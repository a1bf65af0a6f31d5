/** What kind of word a change touched: those that turn a statement round though few letters differ. */
export type TouchedMeaning = 'number' | 'negation' | 'unit';

export interface WordChange {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

const words = (list: string) => new Set(list.split(' '));

const NEGATIONS = words(
  "no not never none nobody nothing nowhere neither nor without cannot can't won't don't doesn't didn't isn't aren't wasn't weren't " +
    "hasn't haven't hadn't couldn't shouldn't wouldn't denies denied deny refuted false " +
    'nicht kein keine keinen keinem keiner nie niemals niemand nichts ohne ne pas jamais aucun aucune rien sans personne ' +
    'nunca ningún ninguna ninguno nada sin não nem nenhum nenhuma sem niet geen nooit',
);

const NUMBERS = words(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen ' +
    'twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion billions trillion ' +
    'trillions dozen dozens half third quarter double twice triple first second ' +
    'eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig hundert tausend million millionen milliarde milliarden ' +
    'un deux trois quatre cinq six sept huit neuf dix onze douze vingt trente cent mille milliard milliards dos tres cuatro cinco seis ' +
    'siete ocho nueve diez cien mil millones',
);

const UNITS = words(
  'percent per % ‰ percentage points km m cm mm mile miles feet foot inch inches kg g mg t ton tons tonne tonnes lb lbs pound pounds ' +
    'litre litres liter liters gallon gallons hour hours minute minutes day days week weeks month months year years degrees celsius ' +
    'fahrenheit °c °f kwh mwh gwh mw gw kw dollar dollars euro euros yen crown crowns franc francs $ € £ ¥ usd eur gbp chf prozent ' +
    'jahr jahre tag tage monat monate woche wochen stunde stunden an ans jour jours mois semaine semaines heure heures año años',
);

/** Which kinds of meaning lie in the words that were taken out or put in. */
export function touchedMeaning(changes: readonly WordChange[]): TouchedMeaning[] {
  const touched = new Set<TouchedMeaning>();
  for (const { kind, text } of changes) {
    if (kind === 'same') continue;
    for (const token of text.toLowerCase().split(/[\s,;:.!?()[\]"]+|-(?=\p{L})/u)) {
      if (/\p{N}/u.test(token) || NUMBERS.has(token)) touched.add('number');
      if (NEGATIONS.has(token) || token.endsWith("n't")) touched.add('negation');
      if (UNITS.has(token) || /[%‰$€£¥°]/.test(token)) touched.add('unit');
    }
  }
  return [...touched].sort();
}
